insert into log (line) values ('from a file');

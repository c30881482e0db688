select ${late} ${un} 
;

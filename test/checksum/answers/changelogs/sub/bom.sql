select	 1;


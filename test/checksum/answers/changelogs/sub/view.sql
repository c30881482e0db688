select ${a} as ${late}

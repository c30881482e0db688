/** A pattern or replacement that Java would refuse, or that has no equal in JavaScript; the message says why. */
export class JavaPatternError extends Error {}

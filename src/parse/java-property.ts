/** Of the machine and its user, and of Java itself. */
const NAMES =
  /^(?:user\.(?:name|home|dir|language|country|variant|timezone)|os\.(?:name|arch|version)|(?:file|path|line)\.separator|(?:file|native)\.encoding|java\.(?:class|home|io|library|runtime|specification|vendor|version|vm)\b.*|(?:sun|jdk)\..+)$/i

/**
 * Whether Liquibase knows a property of that name though nobody defines it: it takes what Java says of the machine that it
 * runs on (ChangeLogParameters). A package that holds such a value would be another one on every machine.
 */
export function isJavaProperty(name: string): boolean {
  return NAMES.test(name)
}

/**
 * A Java class for `customChange`, for Liquibase must load it even where nobody runs it, and a JRE compiles nothing:
 *
 *     public class NothingChange implements liquibase.change.custom.CustomSqlChange {
 *       public String first;
 *       public void setFirst(String value) { first = value; }
 *       public SqlStatement[] generateStatements(Database database) { return new SqlStatement[0]; }
 *       … the other methods do nothing …
 *     }
 */
export const customClass = Buffer.from(
  'yv66vgAAADQAHwoAAgADBwAEDAAFAAYBABBqYXZhL2xhbmcvT2JqZWN0AQAGPGluaXQ+AQADKClWCQAIAAkHAAoMAAsADAEADU5vdGhpbmdDaGFuZ2UBAAVmaXJzdAEAEkxqYXZhL2xhbmcvU3RyaW5nOwgADgEAB25vdGhpbmcHABABACBsaXF1aWJhc2Uvc3RhdGVtZW50L1NxbFN0YXRlbWVudAcAEgEAJ2xpcXVpYmFzZS9jaGFuZ2UvY3VzdG9tL0N1c3RvbVNxbENoYW5nZQEABENvZGUBAAhzZXRGaXJzdAEAFShMamF2YS9sYW5nL1N0cmluZzspVgEAFmdldENvbmZpcm1hdGlvbk1lc3NhZ2UBABQoKUxqYXZhL2xhbmcvU3RyaW5nOwEABXNldFVwAQANc2V0RmlsZU9wZW5lcgEAKChMbGlxdWliYXNlL3Jlc291cmNlL1Jlc291cmNlQWNjZXNzb3I7KVYBAAh2YWxpZGF0ZQEARShMbGlxdWliYXNlL2RhdGFiYXNlL0RhdGFiYXNlOylMbGlxdWliYXNlL2V4Y2VwdGlvbi9WYWxpZGF0aW9uRXJyb3JzOwEAEmdlbmVyYXRlU3RhdGVtZW50cwEAQihMbGlxdWliYXNlL2RhdGFiYXNlL0RhdGFiYXNlOylbTGxpcXVpYmFzZS9zdGF0ZW1lbnQvU3FsU3RhdGVtZW50OwAhAAgAAgABABEAAQABAAsADAAAAAcAAQAFAAYAAQATAAAAEQABAAEAAAAFKrcAAbEAAAAAAAEAFAAVAAEAEwAAABIAAgACAAAABiortQAHsQAAAAAAAQAWABcAAQATAAAADwABAAEAAAADEg2wAAAAAAABABgABgABABMAAAANAAAAAQAAAAGxAAAAAAABABkAGgABABMAAAANAAAAAgAAAAGxAAAAAAABABsAHAABABMAAAAOAAEAAgAAAAIBsAAAAAAAAQAdAB4AAQATAAAAEQABAAIAAAAFA70AD7AAAAAAAAA=',
  'base64',
)

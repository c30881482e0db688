/** SQL that makes what was there before the first changeset, and the file a person named for it. */
export interface Preparation {
  readonly file: string
  readonly text: string
}

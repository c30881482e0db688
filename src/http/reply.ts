import type { Code } from '../errors/catalog.ts'
import type { Place } from '../model/place.ts'
import type { VersionsReport } from '../model/report.ts'

/** What the server sends beside the reports of the model. Types only: the browser client reads them too. */

/** `application/problem+json` of RFC 9457, with the catalogue's code and every complaint of the run. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly instance: string
  readonly code: Code
  readonly hint: string
  readonly complaints: readonly {
    readonly code: Code
    readonly message: string
    readonly place: Place | null
  }[]
}

/** Reply of `GET /database-versions`: the report, cut to a page. Without `limit` everything is given. */
export interface VersionsReply extends VersionsReport {
  readonly paging: {
    /** Rows that match `status`. */
    readonly total: number
    readonly offset: number
    readonly limit: number | null
  }
}

/** Reply of `GET /database-versions/csrf-token`. */
export interface CsrfReply {
  readonly token: string
}

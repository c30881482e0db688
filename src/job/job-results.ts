import type { Client } from '../database/database.ts'
import type { ClaimedJob } from './claim-jobs.ts'

/** Of every piece of a file but the last; the table takes no larger ones. */
export const PIECE_BYTES = 1 << 20

/** Locks the job: who queues it again waits, and removes this piece too. */
const WRITE = `INSERT INTO dvm.job_result (job_id, number, bytes)
SELECT id, $3, $4 FROM dvm.job WHERE id = $1 AND claim = $2 FOR UPDATE`

/** False where the job is not ours any more. */
export async function writePiece(
  client: Client,
  { id, claim }: Pick<ClaimedJob, 'id' | 'claim'>,
  number: number,
  bytes: Buffer,
): Promise<boolean> {
  const { rowCount } = await client.query({ text: WRITE, values: [id, claim, number, bytes] })
  return (rowCount ?? 0) > 0
}

/** Null where there is none, or not any more. */
export async function readPiece(client: Client, id: string, number: number): Promise<Buffer | null> {
  const text = 'SELECT bytes FROM dvm.job_result WHERE job_id = $1 AND number = $2'
  const { rows } = await client.query<{ bytes: Buffer }>({ text, values: [id, number] })
  return rows[0]?.bytes ?? null
}

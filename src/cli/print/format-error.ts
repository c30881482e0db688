import { type Complaint, type DvmError, formatComplaint } from '../../errors/dvm-error.ts'
import { redact } from '../../kit/redact.ts'
import type { Paint } from './paint.ts'
import { visible } from './visible.ts'

/** Every complaint on its line, its detail below it, and each code's hint once, after the last complaint that has it. */
export function formatError(error: DvmError, paint: Paint, secrets: readonly string[]): string {
  const lastOf = new Map(error.complaints.map((item, at) => [item.code, at]))
  let text = ''
  for (const [at, item] of error.complaints.entries()) {
    text += `${paint.bad('error:')} ${show(formatComplaint(item), secrets)}\n`
    if (item.detail !== null) text += `${show(item.detail, secrets)}\n`
    if (lastOf.get(item.code) === at) text += `${paint.dim('hint:')} ${show(item.hint, secrets)}\n`
  }
  return text
}

/** One JSON document: `{"error":{"code","message","complaints":[…]}}`, and `"warnings":[…]` where there are some. */
export function formatErrorJson(error: DvmError, secrets: readonly string[]): string {
  const complaints = error.complaints.map((item) => cleanComplaint(item, secrets))
  const [first] = complaints
  const warnings = error.warnings.map(({ code, message, place }) => ({
    code,
    message: redact(message, secrets),
    place,
  }))
  const told = warnings.length === 0 ? {} : { warnings }
  return `${JSON.stringify({ error: { code: error.code, message: first?.message ?? '', complaints, ...told } }, null, 2)}\n`
}

function cleanComplaint(item: Complaint, secrets: readonly string[]): Complaint {
  return {
    code: item.code,
    message: redact(item.message, secrets),
    place: item.place,
    hint: redact(item.hint, secrets),
    detail: item.detail === null ? null : redact(item.detail, secrets),
  }
}

function show(text: string, secrets: readonly string[]): string {
  return visible(redact(text, secrets), 'lines')
}

import { Counter, type Registry } from 'prom-client'
import type { EventCounts } from '../../task/record-event.ts'

export function eventMetrics(registers: Registry[]): EventCounts {
  const events = new Counter({
    name: 'dvm_audit_events_total',
    help: 'Events for the audit log by action and outcome, also those left out as one of many',
    labelNames: ['action', 'outcome'],
    registers,
  })
  const dropped = new Counter({
    name: 'dvm_audit_events_dropped_total',
    help: 'Events that never reached the audit log',
    registers,
  })
  const signIns = new Counter({
    name: 'dvm_sign_in_total',
    help: 'Sign-ins by outcome',
    labelNames: ['outcome'],
    registers,
  })
  // There from the start: an alert on their increase needs a value to increase from.
  for (const outcome of ['done', 'failed', 'refused']) signIns.inc({ outcome }, 0)
  return {
    onEvent({ action, outcome }) {
      events.inc({ action, outcome })
      if (action === 'sign-in') signIns.inc({ outcome })
    },
    onDropped: (count) => dropped.inc(count),
  }
}

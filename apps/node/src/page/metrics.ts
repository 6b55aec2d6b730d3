/**
 * What a monitoring system asks the node, in Prometheus' text format: numbers of its queues, disk, PACS and line. Nothing of
 * patients, and no name of an institution.
 */
import { Gauge, Registry } from 'prom-client'
import type { NodeState } from './state.ts'

const PREFIX = 'epacs_node_'

export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE

/** A label that tells values of one metric apart, and each value with it. */
type Labelled = readonly [label: string, values: readonly (readonly [string, number])[]]

export async function metricsOf(state: NodeState): Promise<string> {
  const { centre, clock, disk, waiting, refusing, pacs, node } = state
  const registry = new Registry()
  const tell = (name: string, help: string, value: number | null | Labelled) => {
    if (value === null) return
    const [label, values] = typeof value === 'number' ? [undefined, [['', value]] as const] : value
    const labelNames = label === undefined ? [] : [label]
    const gauge = new Gauge({ name: `${PREFIX}${name}`, help, labelNames, registers: [registry] })
    for (const [of, each] of values) gauge.set(label === undefined ? {} : { [label]: of }, each)
  }
  tell('centre_reached', 'Whether the centre answered when it was asked last', Number(centre.isReached))
  tell('centre_contact_seconds', 'When it last did, seconds since 1970', secondsOf(centre.lastContactAt))
  tell('clock_ahead_seconds', "How far this machine's clock is ahead of the centre's", clock.aheadSeconds)
  tell('waiting', 'Transfers that are not done', [
    'direction',
    [
      ['to-network', waiting.outgoing],
      ['from-network', waiting.incoming],
    ],
  ])
  tell('failed', 'Sendings that wait for the administrator', waiting.failed)
  tell('decisions', 'Questions about patients that wait for a person', waiting.decisions)
  tell(
    'early_without_message',
    'Images at a PACS whose message did not come',
    state.early.reduce((sum, { images }) => sum + images, 0),
  )
  tell('queued_bytes', 'Images on the disk that wait to be sent', waiting.bytes)
  tell('queued_most_bytes', 'dicom.maxQueuedBytes; missing: no such limit', waiting.mostBytes)
  tell('refusing', 'Whether images are refused with A700, and why', [
    'because',
    (['disk-full', 'queue-full'] as const).map((each) => [each, Number(refusing === each)] as const),
  ])
  tell('disk_free_bytes', 'Free on the disk of the data folder', disk.freeBytes)
  tell('disk_reserve_bytes', 'dicom.diskReserveBytes', disk.reserveBytes)
  tell('pacs_away', 'Whether it did not answer when it was called last', [
    'pacs',
    pacs.map(({ name, isAway }) => [name, Number(isAway)] as const),
  ])
  tell(
    'certificate_end_seconds',
    "End of the node's certificate, seconds since 1970",
    secondsOf(node.certificateEndsAt),
  )
  return await registry.metrics()
}

function secondsOf(time: string | null): number | null {
  return time === null ? null : Date.parse(time) / 1000
}

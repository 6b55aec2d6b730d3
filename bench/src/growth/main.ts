/** `npm run bench -- growth`: how costs grow with sizes and numbers, each linear or flat, or it fails. */
import { writeFile } from 'node:fs/promises'
import { askedToEnd } from '../asked-to-end.ts'
import { growthChart } from './chart.ts'
import { fitOf, type Point } from './curve.ts'
import { EXTENTS, GROWTH_HELP, type GrowthOptions, readGrowthOptions } from './options.ts'
import { byEvents, byInstitutions, byMessages } from './records.ts'
import { openSite, type Site } from './site.ts'
import { byBytes, byInstances, type StudyCosts } from './studies.ts'
import { type Curve, curveTable, type SizeUnit } from './table.ts'

export async function benchGrowth(args: readonly string[], write: (text: string) => void): Promise<void> {
  const options = readGrowthOptions(args)
  if (options === 'help') return write(GROWTH_HELP)
  const asked = askedToEnd()
  // It may come before anybody waits for it.
  asked.catch(() => undefined)
  const curves: Curve[] = []
  const site = await openSite(options.port)
  try {
    for (const varied of options.only) {
      const measuring = measure(site, varied, options)
      const done = await Promise.race([measuring, asked])
      curves.push(...done)
      if (!options.isJson) for (const curve of done) write(`\n${curveTable(curve)}`)
    }
  } finally {
    await site.close()
  }
  if (options.isJson) write(`${JSON.stringify({ extent: options.extent, curves }, null, 2)}\n`)
  if (options.chart !== undefined) await writeFile(options.chart, growthChart(curves))
  const complaints = curves.flatMap(complaintOf)
  for (const each of complaints) console.error(each)
  if (complaints.length > 0) process.exitCode = 1
}

async function measure(
  site: Site,
  varied: GrowthOptions['only'][number],
  { extent }: GrowthOptions,
): Promise<readonly Curve[]> {
  const most = EXTENTS[extent][varied]
  const say = (line: string) => console.error(line)
  switch (varied) {
    case 'bytes':
      return studyCurves('bytes of a study', 'bytes', await byBytes(site, most, say))
    case 'instances':
      return studyCurves('instances of a study', 'instances', await byInstances(site, most, say))
    case 'messages':
      return recordCurves(varied, await byMessages(site, most, say))
    case 'institutions':
      return recordCurves(varied, await byInstitutions(site, most, say))
    case 'events':
      return recordCurves(varied, await byEvents(site, most, say))
  }
}

function studyCurves(title: string, unit: SizeUnit, { seconds, memory }: StudyCosts): readonly Curve[] {
  return [
    curveOf(`${title}: processor time`, unit, 'seconds', seconds),
    curveOf(`${title}: memory`, unit, 'bytes', memory),
  ]
}

function recordCurves(unit: SizeUnit, found: ReadonlyMap<string, readonly Point[]>): readonly Curve[] {
  return [...found].map(([title, points]) => curveOf(title, unit, 'seconds', points))
}

function curveOf(title: string, unit: SizeUnit, cost: Curve['cost'], points: readonly Point[]): Curve {
  return { title, unit, cost, points, fit: fitOf(points) }
}

/** Memory of a study has to be flat: whatever its size, a transfer is streamed. */
function complaintOf({ title, cost, unit, fit: { growth } }: Curve): readonly string[] {
  if (growth === 'worse') return [`${title}: it grows faster than the ${unit}`]
  return cost === 'bytes' && growth !== 'flat' ? [`${title}: it grows with the ${unit}`] : []
}

/** The report: one HTML file that needs nothing else. */
import { DayScale, delaysChart, faultsChart, messagesChart } from './charts.ts'
import { type DayFacts, PATHS, type Summary } from './summary.ts'
import { escaped } from './svg.ts'

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d8dce2, #3a4048); --text: light-dark(#1c232b, #e6e9ee);
  --soft: light-dark(#57606c, #a4adb9); --sent: light-dark(#8a94a3, #7d8794); --a: light-dark(#1f6feb, #6ea8fe);
  --b: light-dark(#12805c, #4ecb9b); --c: light-dark(#b35900, #f0a35e); --bad: light-dark(#c0262d, #ff7b7f); }
* { box-sizing: border-box }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: light-dark(#fff, #14181d); margin: 0 auto;
  max-width: 64rem; padding: 1.5rem 1rem 4rem }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem } h2 { font-size: 1.15rem; margin: 2.5rem 0 .5rem }
p { margin: .25rem 0 .75rem; max-width: 44rem } .soft { color: var(--soft) }
.verdict { font-size: 1.15rem; font-weight: 600; padding: .6rem .9rem; border-left: 4px solid var(--b); margin: 1rem 0;
  background: light-dark(#eef7f3, #18251f) }
.verdict.bad { border-color: var(--bad); background: light-dark(#fcefef, #2a1b1c) }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: .75rem 1.25rem; margin: 1rem 0 }
dt { color: var(--soft); font-size: .875rem } dd { margin: 0; font-size: 1.3rem; font-variant-numeric: tabular-nums }
.scroll { overflow-x: auto } svg { display: block; width: 100%; min-width: 40rem; height: auto }
svg text { font-size: 12px; fill: var(--soft) } .grid { stroke: var(--line) }
.sent { fill: var(--sent) } .delivered, .path0 { fill: var(--a) } .stored, .path3 { fill: var(--b) } .path1 { fill: var(--c) }
.path2 { fill: light-dark(#8250df, #c297ff) } circle { opacity: .75 } .fault { fill: var(--bad) }
.key { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; margin: .25rem 0 .5rem; font-size: .875rem }
.key svg { display: inline-block; width: .75rem; min-width: 0; height: .75rem; margin-right: .4rem; vertical-align: baseline }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums } caption { text-align: left; color: var(--soft) }
th, td { text-align: right; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line) }
th:first-child, td:first-child { text-align: left } thead th { color: var(--soft); font-weight: 400; font-size: .875rem }
li { overflow-wrap: anywhere }`

const MOST_LISTED = 200

export interface Told {
  readonly command: string
  readonly seed: number
  readonly scale: number
}

export function reportPage(day: DayFacts, summary: Summary, told: Told): string {
  const scale = new DayScale(day)
  const faults = Object.values(summary.faults).reduce((sum, count) => sum + count, 0)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>A simulated day, seed ${told.seed}</title><style>${STYLE}</style></head><body>
<h1>A day of ${summary.institutions} institutions in ${number(summary.minutes, 1)} minutes</h1>
<p class="soft">${summary.hospitals} hospitals with a node and a PACS, ${summary.institutions - summary.hospitals} practices,
seed ${told.seed}, ${number(told.scale * 100, 2)} % of real sizes. <code>${escaped(told.command)}</code></p>
${verdict(summary)}
${figures(summary, faults)}
<h2>Messages in each half hour</h2>
${key({ sent: 'sent', delivered: 'delivered', stored: 'stored in a PACS' })}
<div class="scroll">${messagesChart(day, scale)}</div>
<h2>How long each delivery took</h2>
<p class="soft">From everything accepted until it stood in the mailbox, or in the PACS behind a node, in real seconds.</p>
${key(Object.fromEntries(PATHS.map((path, index) => [`path${index}`, path])))}
<div class="scroll">${delaysChart(day, scale)}</div>
${delayTable(summary)}
${faults === 0 ? '' : `<h2>What was broken</h2>\n<div class="scroll">${faultsChart(day, scale)}</div>${faultTable(summary)}`}
<h2>Institutions</h2>
${institutionTable(day)}
${wrongList(day)}
</body></html>
`
}

function verdict({ isWell, messages, instances, wrong, troubles }: Summary): string {
  if (isWell) {
    return `<p class="verdict">Nothing lost: all ${messages} messages with ${number(instances)} images arrived once, unchanged, where they were sent.</p>`
  }
  const kinds = Object.entries(wrong).filter(([, count]) => count > 0)
  const told = [
    ...kinds.map(([kind, count]) => `${count} ${kind}`),
    ...(troubles.length > 0 ? [`${troubles.length} troubles`] : []),
  ]
  return `<p class="verdict bad">Not well: ${escaped(told.join(', '))}.</p>`
}

function figures(summary: Summary, faults: number): string {
  const all: readonly (readonly [string, string])[] = [
    ['Messages', String(summary.messages)],
    ['Deliveries', String(summary.deliveries)],
    ['Requests for images', String(summary.requests)],
    ['Images', number(summary.instances)],
    ['Data', `${number(summary.bytes / 1e6)} MB`],
    ['Messages a minute', number(summary.messagesPerMinute, 1)],
    ['Megabytes a second', number(summary.megabytesPerSecond, 2)],
    ['Faults', String(faults)],
    ['Statuses held against the truth', number(summary.statusesHeld)],
    [
      'Settled after the day',
      summary.secondsToSettle === null ? 'never' : `${number(summary.secondsToSettle, 1)} s`,
    ],
    ['Last arrival after the day', `${number(summary.secondsAfter, 1)} s`],
    ...(summary.peakBytes === null
      ? []
      : [['Memory of all programs', `${number(summary.peakBytes / 1e9, 2)} GB`] as const]),
    ...(summary.processorSeconds === null
      ? []
      : [['Processor time, starting included', `${number(summary.processorSeconds)} s`] as const]),
  ]
  return `<dl>${all.map(([name, value]) => `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}</dd></div>`).join('')}</dl>`
}

function key(kinds: Readonly<Record<string, string>>): string {
  const items = Object.entries(kinds).map(
    ([kind, name]) =>
      `<li><svg viewBox="0 0 12 12" aria-hidden="true"><rect class="${kind}" width="12" height="12"/></svg>${escaped(name)}</li>`,
  )
  return `<ul class="key">${items.join('')}</ul>`
}

function delayTable({ delays }: Summary): string {
  const rows = Object.entries(delays).flatMap(([path, spread]) =>
    spread === null
      ? []
      : [
          [
            path,
            String(spread.count),
            ...[spread.p50, spread.p95, spread.p99, spread.most].map((each) => number(each, 1)),
          ],
        ],
  )
  return table(['Way', 'Deliveries', 'p50 s', 'p95 s', 'p99 s', 'longest s'], rows)
}

function faultTable({ faults, repeats }: Summary): string {
  const rows = Object.entries(faults).map(([kind, count]) => [kind, String(count)])
  const told = `<p class="soft">${number(repeats)} images were given to a PACS once more after a break, unchanged.</p>`
  return told + table(['Fault', 'Times'], rows)
}

function institutionTable({ institutions, facts }: DayFacts): string {
  const rows = institutions.map(({ name, number: at }) => {
    const sent = facts.sent.filter(({ from }) => from === at)
    const received = facts.sent.filter(({ to }) => to.includes(at))
    const megabytes = sent.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6
    return [name, String(sent.length), number(megabytes, 1), String(received.length)]
  })
  return table(['Institution', 'Sent', 'MB', 'Received'], rows)
}

function wrongList({ wrong, troubles, institutions }: DayFacts): string {
  const all = [
    ...wrong.map(
      ({ kind, number: of, at, told }) =>
        `${kind}: ${of ?? 'unknown'} at ${institutions[at]?.name ?? at}: ${told}`,
    ),
    ...troubles,
  ]
  if (all.length === 0) return ''
  const more = all.length > MOST_LISTED ? `<li>and ${all.length - MOST_LISTED} more</li>` : ''
  const items = all.slice(0, MOST_LISTED).map((each) => `<li>${escaped(each)}</li>`)
  return `<h2>What is wrong</h2><ul>${items.join('')}${more}</ul>`
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((each) => `<th scope="col">${escaped(each)}</th>`).join('')
  const body = rows
    .map((row) => `<tr>${row.map((each) => `<td>${escaped(each)}</td>`).join('')}</tr>`)
    .join('')
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`
}

/** With thin spaces between thousands. */
function number(value: number, digits = 0): string {
  return value
    .toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: 0 })
    .replaceAll(',', ' ')
}

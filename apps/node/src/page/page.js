/** Runs in the browser: shows what /api/state says, and sends what the administrator wants done. */
import { refreshDecisions } from './decisions.js'

const at = (id) => document.getElementById(id)
const time = (text) => (text === null ? '' : new Date(text).toLocaleString())
const size = (bytes) => (bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`)
const rate = (mbit) => (mbit === null ? 'no limit' : `at most ${mbit} Mbit/s`)

const COMMANDS = {
  hold: { label: 'Hold', done: 'Held' },
  release: { label: 'Release', done: 'Released' },
  retry: { label: 'Retry now', done: 'Tried again' },
  cancel: { label: 'Cancel', done: 'Cancelled' },
}
/** What happens with the data, said before it does. */
const CANCELLING = {
  outgoing:
    'It is not sent. Its images are removed from this node, and what the centre has of them from the centre. The PACS was told that they were taken, so whoever still needs them sends them again from the PACS. What came from a watched folder is not removed, but moved to refused/ in it.',
  incoming:
    'Nothing more of it goes to the PACS. What the PACS has already stays there. The copy in this node is removed; the message stays in the mailbox at the centre, where people can open it in the portal.',
}

/** Cells are changed in place: who has come to a button with the keyboard stays on it. */
function table(id, head, rows) {
  const place = at(id)
  const body = place.tBodies[0] ?? place.createTBody()
  if (place.tHead === null) {
    const row = place.createTHead().insertRow()
    for (const text of head) {
      const cell = document.createElement('th')
      cell.scope = 'col'
      cell.textContent = text
      row.append(cell)
    }
  }
  const before = new Map([...body.rows].map((row) => [row.dataset.key, row]))
  rows.forEach(({ key, cells, buttons }, position) => {
    const row = before.get(key) ?? document.createElement('tr')
    before.delete(key)
    row.dataset.key = key
    cells.forEach((cell, index) => {
      const { text, isBad = false } = typeof cell === 'object' && cell !== null ? cell : { text: cell }
      const place = row.cells[index] ?? row.insertCell()
      const words = String(text ?? '')
      if (place.textContent !== words) place.textContent = words
      place.className = isBad ? 'bad' : ''
    })
    if (buttons !== undefined) offer(row.cells[cells.length] ?? row.insertCell(), buttons)
    if (body.rows[position] !== row) body.insertBefore(row, body.rows[position] ?? null)
  })
  for (const row of before.values()) row.remove()
  const region = place.parentElement
  region.hidden = rows.length === 0
  // What is wider than the window must be scrolled by keyboard too.
  if (region.scrollWidth > region.clientWidth) region.tabIndex = 0
  else region.removeAttribute('tabindex')
}

function offer(cell, { which, id, name, commands }) {
  const offered = [...cell.children].map(({ dataset }) => dataset.command)
  if (offered.join() === commands.join()) return
  const had = cell.contains(document.activeElement)
  cell.replaceChildren(
    ...commands.map((command) => {
      const button = document.createElement('button')
      button.type = 'button'
      button.dataset.command = command
      button.textContent = COMMANDS[command].label
      button.setAttribute('aria-label', `${COMMANDS[command].label}: ${name}`)
      button.addEventListener('click', () => want(which, id, name, command))
      return button
    }),
  )
  if (had) cell.querySelector('button')?.focus()
}

async function want(which, id, name, command) {
  if (command === 'cancel' && !(await isMeant(which, name))) return
  const answer = await post(`/api/${which}/${id}/${command}`)
  at('done').textContent =
    answer?.status === 204 ? `${COMMANDS[command].done}: ${name}` : `Not possible any more: ${name}`
  await refresh()
}

function isMeant(which, name) {
  const ask = at('ask')
  at('ask-title').textContent = `Cancel: ${name}?`
  at('ask-text').textContent = CANCELLING[which]
  ask.returnValue = 'keep'
  ask.showModal()
  return new Promise((resolve) => {
    ask.addEventListener('close', () => resolve(ask.returnValue === 'cancel'), { once: true })
  })
}

async function post(path) {
  try {
    return await fetch(path, { method: 'POST', headers: { 'x-epacs-node': '1' } })
  } catch {
    at('trouble').textContent = 'The node does not answer.'
    return undefined
  }
}

function facts(pairs) {
  at('facts').replaceChildren(
    ...pairs.flatMap(([name, value]) => {
      const [dt, dd] = ['dt', 'dd'].map((kind) => document.createElement(kind))
      dt.textContent = name
      dd.textContent = value
      return [dt, dd]
    }),
  )
}

const stateOf = ({ state, held }) => (held ? `${state}, held` : state)

function told({ trouble, attempts, nextAt }) {
  if (trouble === null) return ''
  return {
    text: attempts === 0 ? trouble : `${trouble} (attempt ${attempts}, next ${time(nextAt)})`,
    isBad: true,
  }
}

function listOf({ loadedAt, patients, fault }) {
  const loaded = loadedAt === null ? 'not read yet' : `${patients}, read ${time(loadedAt)}`
  return fault === null ? loaded : `${loaded}. The newer one was not taken: ${fault}`
}

const decided = ({ number, instances, kind, by, at }) =>
  `patient ${number} (${instances}): ${kind === null ? 'waits' : `${kind} by ${by}, ${time(at)}`}`

function show(state) {
  const { node, centre, dicom, pacs, disk, limits, waiting, version } = state
  at('title').textContent = `Communication node: ${node.institution.name}`
  const trouble =
    (state.config.fault === null
      ? centre.trouble
      : `The configuration was not taken, the one before it holds. ${state.config.fault}`) ??
    (disk.freeBytes < disk.reserveBytes ? 'The disk is full: images are refused.' : '')
  if (at('trouble').textContent !== trouble) at('trouble').textContent = trouble
  const reached = centre.isReached ? 'reached' : 'not reached'
  facts([
    ['Centre', `${centre.address}, ${reached} (${time(centre.lastContactAt) || 'never yet'})`],
    [
      'DICOM port',
      `${[dicom.port, dicom.tlsPort && `${dicom.tlsPort} (TLS)`].filter((each) => each !== null).join(', ')}, ${dicom.associations} associations`,
    ],
    [
      'PACS',
      pacs === null ? 'none: this node only sends' : `${pacs.aeTitle} at ${pacs.host}, port ${pacs.port}`,
    ],
    ['Waiting', `${waiting.outgoing} to the network, ${waiting.incoming} from it`],
    [
      'Line',
      `${rate(limits.uploadMbitPerSecond)} to the centre, ${rate(limits.downloadMbitPerSecond)} from it`,
    ],
    ['Disk', `${size(disk.freeBytes)} free`],
    ['Certificate', `until ${time(node.certificateEndsAt)}, renewed before by itself`],
    ['Configuration', `of ${time(state.config.loadedAt)}`],
    ...(state.patients === null ? [] : [['List of patients', listOf(state.patients)]]),
    ['Version', version],
  ])
  const outgoing = state.outgoing.map((each) => ({
    key: each.id,
    isOver: ['delivered', 'cancelled'].includes(each.state),
    cells: [
      time(each.createdAt),
      `${each.recipient} (${each.called})`,
      each.calling,
      each.urgent ? `${stateOf(each)}, urgent` : stateOf(each),
      each.farStatus,
      each.instances,
      each.rules.join(', '),
      told(each),
    ],
    buttons: {
      which: 'outgoing',
      id: each.id,
      name: `to ${each.recipient}, ${time(each.createdAt)}`,
      commands: each.commands,
    },
  }))
  const incoming = state.incoming.map((each) => ({
    key: each.message,
    isOver: ['done', 'gone', 'cancelled'].includes(each.state),
    cells: [
      time(each.createdAt),
      each.sender,
      stateOf(each),
      each.instances,
      each.refused || '',
      size(each.sizeBytes),
      each.patients.map(decided).join('; '),
      each.decompressed || '',
      told(each),
    ],
    buttons: {
      which: 'incoming',
      id: each.message,
      name: `from ${each.sender}, ${time(each.createdAt)}`,
      commands: each.commands,
    },
  }))
  const past = (rows) => rows.filter(({ isOver }) => isOver).map(({ key, cells }) => ({ key, cells }))
  const toSend = ['Begun', 'Recipient', 'From', 'State', 'At the recipient', 'Images', 'Rules', 'Trouble']
  const toStore = [
    'Arrived',
    'Sender',
    'State',
    'Images',
    'Refused',
    'Size',
    'Identifiers',
    'Decompressed',
    'Trouble',
  ]
  table(
    'outgoing',
    [...toSend, 'Commands'],
    outgoing.filter(({ isOver }) => !isOver),
  )
  table(
    'incoming',
    [...toStore, 'Commands'],
    incoming.filter(({ isOver }) => !isOver),
  )
  table('outgoing-past', toSend, past(outgoing))
  table('incoming-past', toStore, past(incoming))
  table(
    'left-out',
    ['Last', 'Rule', 'From', 'Called', 'Modality', 'Images', 'Series Instance UID'],
    state.leftOut.map(({ at, rule, calling, called, modality, instances, series }) => ({
      key: JSON.stringify([calling, called, series, rule]),
      cells: [time(at), rule, calling, called, modality, instances, series],
    })),
  )
  table(
    'participants',
    ['AE title', 'Own names', 'Participant'],
    state.participants.map(({ aeTitle, aliases, name }) => ({
      key: aeTitle,
      cells: [aeTitle, aliases.join(', '), name],
    })),
  )
}

async function refresh() {
  try {
    show(await (await fetch('/api/state')).json())
    await refreshDecisions()
  } catch {
    at('trouble').textContent = 'The node does not answer.'
  }
}

at('retry').addEventListener('click', async () => {
  await post('/api/retry')
  await refresh()
})
await refresh()
setInterval(refresh, 2000)

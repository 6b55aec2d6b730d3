/** Runs in the browser: shows what /api/state says, and sends what the administrator wants done. */
import { refreshDecisions } from './decisions.js'
import { showIdentities } from './identities.js'
import { refreshRequests } from './requests.js'
import { said, size, span, t, time, wordOf } from './words.js'

const at = (id) => document.getElementById(id)
const rate = (mbit) => (mbit === null ? t('noLimit') : t('atMost', { rate: mbit }))

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
      const { text, isBad = false, part } = typeof cell === 'object' && cell !== null ? cell : { text: cell }
      const place = row.cells[index] ?? row.insertCell()
      const words = String(text ?? '')
      if (place.textContent !== words) place.textContent = words
      progress(place, part, words)
      place.className = isBad ? 'bad' : ''
      place.dataset.label = head[index]
    })
    if (buttons !== undefined) offer(row.cells[cells.length] ?? row.insertCell(), buttons)
    if (body.rows[position] !== row) body.insertBefore(row, body.rows[position] ?? null)
  })
  for (const row of before.values()) row.remove()
  const region = place.parentElement
  region.hidden = rows.length === 0
  // What is wider than the window must be scrolled by keyboard too.
  const isCut = region.scrollWidth > region.clientWidth || region.scrollHeight > region.clientHeight
  if (isCut) region.tabIndex = 0
  else region.removeAttribute('tabindex')
}

/** `part` of the whole, 0 to 1; undefined: there is nothing to show. */
function progress(cell, part, label) {
  const bar = cell.querySelector('progress')
  if (part === undefined) return bar?.remove()
  const shown = bar ?? document.createElement('progress')
  shown.value = part
  shown.setAttribute('aria-label', label)
  if (bar === null) cell.append(shown)
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
      button.textContent = t(`command.${command}`)
      button.setAttribute('aria-label', `${t(`command.${command}`)}: ${name}`)
      button.addEventListener('click', () => want(which, id, name, command))
      return button
    }),
  )
  if (had) cell.querySelector('button')?.focus()
}

async function want(which, id, name, command) {
  if (command === 'cancel' && !(await isMeant(which, name))) return
  const to = command === 'redirect' ? await recipientFor(name) : undefined
  if (to === '') return
  const answer = await post(`/api/${which}/${id}/${command}`, to && { to })
  at('done').textContent = `${t(answer?.status === 204 ? `did.${command}` : 'notAnyMore')}: ${name}`
  await refresh()
}

let participants = []

/** Asks to whom it is to go instead. Empty: nothing is to be done. */
async function recipientFor(name) {
  const choice = at('ask-to-title')
  choice.replaceChildren(
    ...participants.map(
      ({ aeTitle, name: participant }) => new Option(`${participant} (${aeTitle})`, aeTitle),
    ),
  )
  const isWanted = await isMeant('redirect', name)
  return isWanted ? choice.value : ''
}

function isMeant(which, name) {
  const ask = at('ask')
  const isRedirection = which === 'redirect'
  at('ask-to').hidden = !isRedirection
  at('ask-title').textContent = t(isRedirection ? 'redirectWhat' : 'cancelWhat', { what: name })
  at('ask-text').textContent = isRedirection ? t('redirecting') : t(`cancelling.${which}`)
  at('ask-cancel').textContent = t(isRedirection ? 'command.redirect' : 'cancelIt')
  at('ask-keep').textContent = t(isRedirection ? 'leaveIt' : 'keepIt')
  ask.returnValue = 'keep'
  ask.showModal()
  return new Promise((resolve) => {
    ask.addEventListener('close', () => resolve(ask.returnValue === 'cancel'), { once: true })
  })
}

async function post(path, body) {
  try {
    const headers = { 'x-epacs-node': '1' }
    return await fetch(path, { method: 'POST', headers, body: body && JSON.stringify(body) })
  } catch {
    at('trouble').textContent = t('noAnswer')
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

/** How much of it travels, or has come to the PACS. */
function travelled({ sentBytes, packageBytes, fetchedBytes, sizeBytes, stored, instances, state }) {
  if (typeof sentBytes === 'number') {
    // Until all of it has come nobody knows how much it will be.
    if (packageBytes === null) return { words: t('sentSoFar', { sent: size(sentBytes) }) }
    return parts('sentOf', sentBytes, packageBytes)
  }
  if (typeof fetchedBytes === 'number' && state === 'waiting')
    return parts('fetchedOf', fetchedBytes, sizeBytes)
  if (['waiting', 'storing'].includes(state) && stored > 0)
    return { words: t('storedOf', { stored, instances }), part: stored / instances }
  return { words: '' }
}

function parts(key, bytes, ofBytes) {
  return {
    words: t(key, { done: size(bytes), all: size(ofBytes) }),
    part: ofBytes === 0 ? 0 : bytes / ofBytes,
  }
}

function stateCell(each, state) {
  const { words, part } = travelled(each)
  return { text: [state, words].filter(Boolean).join(': '), part }
}

const stateOf = ({ state, held }) => (held ? t('stateHeld', { state: wordOf(state) }) : wordOf(state))

function told({ trouble, attempts, nextAt }) {
  if (trouble === null) return ''
  return {
    text:
      attempts === 0 ? said(trouble) : t('attempt', { trouble: said(trouble), attempts, at: time(nextAt) }),
    isBad: true,
  }
}

function listOf({ loadedAt, patients, fault }) {
  const list = loadedAt === null ? t('listNotRead') : t('listRead', { count: patients, at: time(loadedAt) })
  return fault === null ? list : t('listFault', { list, fault })
}

function decided({ number, instances, kind, by, at }) {
  if (kind === null) return t('patientWaits', { number, instances })
  const who = by === 'rule' ? t('byRule') : by
  return t('patientDecided', { number, instances, kind: wordOf(kind), by: who, at: time(at) })
}

function portsOf({ port, tlsPort }) {
  return [port, tlsPort && `${tlsPort} (TLS)`].filter((each) => each !== null).join(', ')
}

/** A PACS that is alone needs no name. */
function factsOfPacs(all) {
  if (all.length === 0) return [[t('fact.pacs'), t('noPacs')]]
  return all.map((pacs) => {
    const where = pacs.stow === undefined ? t('pacsAt', pacs) : t('pacsByStow', { address: pacs.stow })
    const name = all.length === 1 ? t('fact.pacs') : t('fact.pacsNamed', { name: pacs.name })
    return [name, pacs.isAway ? t('pacsAway', { where }) : where]
  })
}

function factsOfPassports(all) {
  return all.map(({ name, isKnown, learnedAt, classes, ofClasses, notTaken, characterSets }) => [
    all.length === 1 ? t('fact.takes') : t('fact.takesNamed', { name }),
    [
      isKnown ? t('passport.classes', { classes, ofClasses }) : t('passport.unknown'),
      notTaken.length > 0 && t('passport.notTaken', { names: notTaken.join(', ') }),
      characterSets !== null && t('passport.characterSets', { names: characterSets.join(', ') }),
      learnedAt !== null && t('passport.learned', { at: time(learnedAt) }),
    ]
      .filter(Boolean)
      .join('; '),
  ])
}

/** Nobody encrypts to what has come in the place of a known key before a person has compared it. */
const askedIdentities = ({ known }) =>
  known
    .filter(({ state }) => state === 'asked')
    .map(({ institution }) => t('endToEnd.asked', { name: institution.name }))

function factsOfEndToEnd({ fingerprint, known }) {
  const believed = known
    .filter(({ state }) => state === 'believed')
    .map(({ institution, fingerprint: theirs }) => [t('fact.endToEndOf', { name: institution.name }), theirs])
  return [[t('fact.endToEnd'), fingerprint], ...believed]
}

/** What the recipient's PACS will not take as it is. */
const foreseenOf = ({ foreseen }) =>
  foreseen.map(({ what, isPartly, isCertain, instances, about }) =>
    // Those of an earlier version do not say it.
    t(`foreseen.${what}${isPartly ? '.partly' : isCertain === false ? '.perhaps' : ''}`, {
      count: instances,
      names: about.join(', '),
    }),
  )

/** And whom it was for before. */
function recipientOf({ recipient, called, redirected, redirectTo }) {
  const now = `${recipient} (${called})`
  const before = redirected.map((line) => {
    const [at, ...name] = line.split(' ')
    return t('redirectedFrom', { name: name.join(' '), at: time(at) })
  })
  const soon = redirectTo === null ? [] : [t('redirectedTo', { to: redirectTo })]
  return [now, ...soon, ...before].join('; ')
}

/** Later images of a study: which message they are a supplement to. */
function partOf(all, { supplementTo }, name) {
  if (supplementTo === null) return name
  const first = all.find(({ message }) => message === supplementTo)
  return t('supplementTo', { name, at: first === undefined ? supplementTo : time(first.createdAt) })
}

/** Of several PACS, how much each has, and what is in the way. */
function atEachPacs(each) {
  const isOver = !['waiting', 'storing'].includes(each.state)
  const all = each.atPacs.map(({ pacs, waiting, stored, refused, committed, trouble }) => {
    const counts = t('atEachPacs', {
      pacs,
      stored: stored + committed,
      all: waiting + stored + refused + committed,
    })
    const more = [refused > 0 && t('refusedThere', { refused }), !isOver && trouble !== null && said(trouble)]
    return [counts, ...more.filter(Boolean)].join(', ')
  })
  return all.length < 2 ? '' : all.join('; ')
}

function clockWrong(aheadSeconds) {
  const far = span(Math.abs(aheadSeconds))
  return aheadSeconds > 0 ? t('clockAhead', { far }) : t('clockBehind', { far })
}

function show(state) {
  const { node, centre, dicom, pacs, disk, limits, waiting, version } = state
  at('ask-pacs').hidden = state.passport.length === 0
  participants = state.participants
  at('sign-out').hidden = state.administrator?.isSession !== true
  at('title').textContent = t('titleOf', { name: node.institution.name })
  const trouble = [
    state.config.fault === null
      ? centre.trouble && said(centre.trouble)
      : t('configFault', { fault: state.config.fault }),
    state.refusing === 'disk-full' && t('diskFull'),
    state.refusing === 'queue-full' && t('queueFull'),
    state.clock.isWrong && clockWrong(state.clock.aheadSeconds),
    ...askedIdentities(state.endToEnd),
  ]
    .filter(Boolean)
    .join(' ')
  if (at('trouble').textContent !== trouble) at('trouble').textContent = trouble
  facts([
    [
      t('fact.centre'),
      t(centre.isReached ? 'reached' : 'notReached', {
        address: centre.address,
        at: time(centre.lastContactAt) || t('neverYet'),
      }),
    ],
    [t('fact.dicom'), t('associations', { port: portsOf(dicom), count: dicom.associations })],
    ...factsOfPacs(pacs),
    ...factsOfPassports(state.passport),
    ...factsOfEndToEnd(state.endToEnd),
    [
      t('fact.waiting'),
      [
        t('waitingBoth', waiting),
        waiting.mostBytes !== null &&
          t('queued', { size: size(waiting.bytes), most: size(waiting.mostBytes) }),
      ]
        .filter(Boolean)
        .join('; '),
    ],
    [
      t('fact.line'),
      t('lineBoth', {
        upload: rate(limits.uploadMbitPerSecond),
        download: rate(limits.downloadMbitPerSecond),
      }),
    ],
    [t('fact.disk'), t('free', { size: size(disk.freeBytes) })],
    [t('fact.certificate'), t('certificateUntil', { at: time(node.certificateEndsAt) })],
    [t('fact.config'), t('configOf', { at: time(state.config.loadedAt) })],
    ...(state.patients === null ? [] : [[t('fact.patients'), listOf(state.patients)]]),
    [t('fact.version'), version],
    ...(state.administrator === null ? [] : [[t('fact.administrator'), state.administrator.name]]),
  ])
  showIdentities(state.endToEnd, state.administrator, refresh)
  const outgoing = state.outgoing.map((each) => ({
    key: each.id,
    isOver: ['delivered', 'cancelled'].includes(each.state),
    cells: [
      time(each.createdAt),
      partOf(state.outgoing, each, recipientOf(each)),
      each.calling,
      stateCell(each, each.urgent ? t('stateUrgent', { state: stateOf(each) }) : stateOf(each)),
      [wordOf(each.farStatus), ...foreseenOf(each)].filter(Boolean).join('. '),
      each.instances,
      each.rules.join(', '),
      told(each),
    ],
    buttons: {
      which: 'outgoing',
      id: each.id,
      name: t('nameTo', { who: each.recipient, at: time(each.createdAt) }),
      commands: each.commands,
    },
  }))
  const incoming = state.incoming.map((each) => ({
    key: each.message,
    isOver: ['done', 'gone', 'cancelled'].includes(each.state),
    cells: [
      time(each.createdAt),
      partOf(state.incoming, each, each.note ? `${each.sender}: ${each.note}` : each.sender),
      stateCell(each, stateOf(each)),
      each.instances,
      each.refused || '',
      size(each.sizeBytes),
      each.patients.map(decided).join('; '),
      each.decompressed || '',
      atEachPacs(each),
      told(each),
    ],
    buttons: {
      which: 'incoming',
      id: each.message,
      name: t('nameFrom', { who: each.sender, at: time(each.createdAt) }),
      commands: each.commands,
    },
  }))
  const past = (rows) => rows.filter(({ isOver }) => isOver).map(({ key, cells }) => ({ key, cells }))
  const columns = (...names) => names.map((name) => t(`column.${name}`))
  const toSend = columns('begun', 'recipient', 'from', 'state', 'atRecipient', 'images', 'rules', 'trouble')
  const toStore = columns(
    'arrived',
    'sender',
    'state',
    'images',
    'refused',
    'size',
    'identifiers',
    'decompressed',
    'atEach',
    'trouble',
  )
  table(
    'outgoing',
    [...toSend, ...columns('commands')],
    outgoing.filter(({ isOver }) => !isOver),
  )
  table(
    'incoming',
    [...toStore, ...columns('commands')],
    incoming.filter(({ isOver }) => !isOver),
  )
  table('outgoing-past', toSend, past(outgoing))
  table('incoming-past', toStore, past(incoming))
  table(
    'left-out',
    columns('last', 'rule', 'from', 'called', 'modality', 'images', 'series'),
    state.leftOut.map(({ at, rule, calling, called, modality, instances, series }) => ({
      key: JSON.stringify([calling, called, series, rule]),
      cells: [time(at), rule, calling, called, modality, instances, series],
    })),
  )
  table(
    'early',
    columns('begun', 'sender', 'images'),
    state.early.map(({ upload, at, sender, images }) => ({ key: upload, cells: [time(at), sender, images] })),
  )
  table(
    'participants',
    columns('aeTitle', 'ownNames', 'participant'),
    state.participants.map(({ aeTitle, aliases, name }) => ({
      key: aeTitle,
      cells: [aeTitle, aliases.join(', '), name],
    })),
  )
}

async function refreshLog() {
  const lines = await (await fetch(`/api/log?level=${at('log-level').value}`)).json()
  table(
    'log',
    ['at', 'level', 'what'].map((name) => t(`column.${name}`)),
    lines.map(({ at, level, text }, index) => ({
      key: `${at} ${text} ${lines.length - index}`,
      cells: [
        time(at),
        { text: t(`level.${level < 40 ? 30 : level < 50 ? 40 : 50}`), isBad: level >= 50 },
        text,
      ],
    })),
  )
}

async function refresh() {
  try {
    const answer = await fetch('/api/state')
    // The session has ended.
    if (answer.status === 401) return location.assign('/sign-in')
    show(await answer.json())
    await refreshLog()
    await refreshDecisions()
    await refreshRequests()
  } catch {
    at('trouble').textContent = t('noAnswer')
  }
}

at('sign-out').addEventListener('click', async () => {
  await post('/api/sign-out')
  location.assign('/')
})
at('log-level').addEventListener('change', refresh)
at('ask-pacs').addEventListener('click', async () => {
  await post('/api/passport')
  at('done').textContent = t('passport.asked')
})
at('retry').addEventListener('click', async () => {
  await post('/api/retry')
  await refresh()
})
await refresh()
setInterval(refresh, 2000)

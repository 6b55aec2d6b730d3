import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Effects, StateMachine } from './machine.ts'
import {
  ACTIONS,
  type ActionName,
  type EffectName,
  EVENTS,
  type EventName,
  STATES,
  type StateName,
  TABLE,
} from './table.ts'

/** PS3.8 table 9-10, written as it is printed: a row for each event, a column for each state. */
const PRINTED = `
  Evt1   AE-1 -    -    -    -    -    -    -    -    -     -    -    -
  Evt2   -    -    -    AE-2 -    -    -    -    -    -     -    -    -
  Evt3   -    AA-1 AA-8 -    AE-3 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
  Evt4   -    AA-1 AA-8 -    AE-4 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
  Evt5   AE-5 -    -    -    -    -    -    -    -    -     -    -    -
  Evt6   -    AE-6 AA-8 -    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-7
  Evt7   -    -    AE-7 -    -    -    -    -    -    -     -    -    -
  Evt8   -    -    AE-8 -    -    -    -    -    -    -     -    -    -
  Evt9   -    -    -    -    -    DT-1 -    AR-7 -    -     -    -    -
  Evt10  -    AA-1 AA-8 -    AA-8 DT-2 AR-6 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
  Evt11  -    -    -    -    -    AR-1 -    -    -    -     -    -    -
  Evt12  -    AA-1 AA-8 -    AA-8 AR-2 AR-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
  Evt13  -    AA-1 AA-8 -    AA-8 AA-8 AR-3 AA-8 AA-8 AR-10 AR-3 AA-8 AA-6
  Evt14  -    -    -    -    -    -    -    AR-4 AR-9 -     -    AR-4 -
  Evt15  -    -    AA-1 AA-2 AA-1 AA-1 AA-1 AA-1 AA-1 AA-1  AA-1 AA-1 -
  Evt16  -    AA-2 AA-3 -    AA-3 AA-3 AA-3 AA-3 AA-3 AA-3  AA-3 AA-3 AA-2
  Evt17  -    AA-5 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4  AA-4 AA-4 AR-5
  Evt18  -    AA-2 -    -    -    -    -    -    -    -     -    -    AA-2
  Evt19  -    AA-1 AA-8 -    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-7
`

const states = Object.keys(STATES) as StateName[]
const events = Object.keys(EVENTS) as EventName[]

/** How a requestor or acceptor gets into each state. */
const WAY_TO: Record<StateName, readonly ['requestor' | 'acceptor', ...EventName[]]> = {
  Sta1: ['acceptor'],
  Sta2: ['acceptor', 'Evt5'],
  Sta3: ['acceptor', 'Evt5', 'Evt6'],
  Sta4: ['requestor', 'Evt1'],
  Sta5: ['requestor', 'Evt1', 'Evt2'],
  Sta6: ['requestor', 'Evt1', 'Evt2', 'Evt3'],
  Sta7: ['requestor', 'Evt1', 'Evt2', 'Evt3', 'Evt11'],
  Sta8: ['requestor', 'Evt1', 'Evt2', 'Evt3', 'Evt12'],
  Sta9: ['requestor', 'Evt1', 'Evt2', 'Evt3', 'Evt11', 'Evt12'],
  Sta10: ['acceptor', 'Evt5', 'Evt6', 'Evt7', 'Evt11', 'Evt12'],
  Sta11: ['requestor', 'Evt1', 'Evt2', 'Evt3', 'Evt11', 'Evt12', 'Evt14'],
  Sta12: ['acceptor', 'Evt5', 'Evt6', 'Evt7', 'Evt11', 'Evt12', 'Evt13'],
  Sta13: ['acceptor', 'Evt5', 'Evt6', 'Evt8'],
}

function machineIn(state: StateName, isAcceptable = true) {
  const done: EffectName[] = []
  const effects = new Proxy({}, { get: (_, name) => () => done.push(name as EffectName) }) as Effects
  const [role, ...way] = WAY_TO[state]
  let acceptsNow = true
  const machine = new StateMachine({ role, effects, isAcceptable: () => acceptsNow })
  for (const event of way) machine.handle(event)
  assert.equal(machine.state, state)
  acceptsNow = isAcceptable
  done.length = 0
  return { machine, done }
}

const printed = PRINTED.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/))

test('the printed table has a row for each event and a column for each state', () => {
  assert.deepEqual(
    printed.map(([event]) => event),
    events,
  )
  for (const row of printed) assert.equal(row.length, 1 + states.length)
})

for (const [event, ...cells] of printed as [EventName, ...string[]][]) {
  for (const [index, cell] of cells.entries()) {
    const state = states[index] ?? 'Sta1'
    test(`${event} (${EVENTS[event]}) in ${state}: ${cell === '-' ? 'nothing' : cell}`, () => {
      const { machine, done } = machineIn(state)
      assert.equal(TABLE[event][state] ?? '-', cell)
      assert.equal(machine.handle(event) ?? '-', cell)
      if (cell === '-') {
        assert.equal(machine.state, state)
        assert.deepEqual(done, [])
        return
      }
      const action = ACTIONS[cell as ActionName]
      const isRequestor = WAY_TO[state][0] === 'requestor'
      const expected = 'when' in action ? action.when[cell === 'AE-6' || isRequestor ? 'yes' : 'no'] : action
      assert.equal(machine.state, expected.next)
      assert.deepEqual(done, expected.effects)
    })
  }
}

test('a request that the service-provider cannot take is rejected and the ARTIM timer started again', () => {
  const { machine, done } = machineIn('Sta2', false)
  assert.equal(machine.handle('Evt6'), 'AE-6')
  assert.equal(machine.state, 'Sta13')
  assert.deepEqual(done, ['stopArtim', 'sendRejection', 'startArtim'])
})

test('when both sides ask for release at once, the requestor goes to Sta9 and the acceptor to Sta10', () => {
  machineIn('Sta9')
  machineIn('Sta10')
})

test('the timer is started in every action that awaits the closing of the connection, and stopped when it comes', () => {
  for (const name of ['AE-8', 'AR-4', 'AA-1', 'AA-8'] as const) {
    assert.ok((ACTIONS[name].effects as readonly string[]).includes('startArtim'), name)
    assert.equal(ACTIONS[name].next, 'Sta13')
  }
  for (const name of ['AR-5', 'AA-2', 'AA-5'] as const) {
    assert.ok((ACTIONS[name].effects as readonly string[]).includes('stopArtim'), name)
  }
})

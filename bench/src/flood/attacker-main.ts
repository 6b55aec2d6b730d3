/** A process that floods: gets the attack as its argument, says `full` when it is under way, and its tally at the end. */
import { type Attack, attack, emptyTally } from './attack.ts'

const options: Attack = JSON.parse(process.argv[2] ?? '{}')
const ending = new AbortController()
process.once('SIGTERM', () => ending.abort())
const tally = emptyTally()
await attack(options, tally, ending.signal, () => process.stdout.write('full\n'))
process.stdout.write(`${JSON.stringify(tally)}\n`, () => process.exit(0))

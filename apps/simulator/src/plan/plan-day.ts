/** A day of a country, wholly decided by a seed before it begins. */
import { numbersFrom } from '../../../centre/src/testing/random.ts'
import { type Curve, MINUTES_OF_A_DAY, momentOf } from './day-curve.ts'
import { type PlannedFault, planFaults } from './faults.ts'
import { type Institution, institutionsOf } from './institutions.ts'
import { type StudySize, studyOf } from './modalities.ts'

export interface PlannedSending extends StudySize {
  /** From 1, of the whole day: its study's UID ends with it. */
  readonly number: number
  readonly atMinute: number
  /** Numbers of institutions. */
  readonly from: number
  readonly to: readonly number[]
  /** Hospitals send from their PACS, through their node; everybody else, and answers, by the API. */
  readonly by: 'pacs' | 'api'
  readonly isUrgent: boolean
}

export interface PlannedRequest {
  readonly number: number
  readonly atMinute: number
  readonly asking: number
  readonly asked: number
  /** What it is answered with; undefined: it is refused. */
  readonly answer: PlannedSending | undefined
}

export interface Day {
  readonly institutions: readonly Institution[]
  readonly sendings: readonly PlannedSending[]
  readonly requests: readonly PlannedRequest[]
  readonly faults: readonly PlannedFault[]
}

export interface DayOptions {
  readonly institutions: number
  /** Of real time. */
  readonly minutes: number
  readonly seed: number
  readonly scale: number
  readonly hasFaults: boolean
}

/** Sendings of one institution a day: at least, and how many more at most. */
const OF_PRACTICE = { least: 1, more: 5 }
const OF_HOSPITAL = { least: 5, more: 9 }
const NIGHT_CALLS_OF_HOSPITAL = 2
/** Of all institutions, so many ask for images that day. */
const ASKING = 0.3
/** The answer comes within the hours after. */
const ANSWERED_WITHIN_MINUTES = 120
const LATEST_REQUEST = MINUTES_OF_A_DAY - 4 * 60
const REFUSED = 0.2
const TWO_RECIPIENTS = 0.15
const URGENT_BY_DAY = 0.03

/** The same for the same options; faults are chosen apart, so that they do not change who sends what. */
export function planDay(options: DayOptions): Day {
  const { seed, scale, minutes, hasFaults } = options
  const institutions = institutionsOf(options.institutions)
  const random = numbersFrom(seed)
  let number = 0
  const make = (from: Institution, curve: Curve): PlannedSending => {
    const by = from.kind === 'hospital' ? 'pacs' : 'api'
    const isNight = curve === 'night'
    return {
      ...studyOf(random, isNight, scale),
      number: ++number,
      atMinute: momentOf(curve, random()),
      from: from.number,
      to: recipientsOf(from, institutions, by, isNight, random),
      by,
      isUrgent: isNight || random() < URGENT_BY_DAY,
    }
  }
  const sendings = institutions.flatMap((from) => {
    const { least, more } = from.kind === 'hospital' ? OF_HOSPITAL : OF_PRACTICE
    const byDay = least + Math.floor(random() * (more + 1))
    const curve = from.kind === 'hospital' ? 'hospital' : 'clinic'
    const calls = from.kind === 'hospital' ? Math.floor(random() * (NIGHT_CALLS_OF_HOSPITAL + 1)) : 0
    return [
      ...Array.from({ length: byDay }, () => make(from, curve)),
      ...Array.from({ length: calls }, () => make(from, 'night')),
    ]
  })
  const requests = institutions
    .filter(() => random() < ASKING)
    .map((asking, index): PlannedRequest => {
      const asked = otherThan([asking], institutions, random)
      const atMinute = Math.min(LATEST_REQUEST, momentOf('clinic', random()))
      const answer: PlannedSending = {
        ...make(asked, 'clinic'),
        atMinute: atMinute + 10 + random() * ANSWERED_WITHIN_MINUTES,
        to: [asking.number],
        by: 'api',
      }
      const isRefused = random() < REFUSED
      return {
        number: index + 1,
        atMinute,
        asking: asking.number,
        asked: asked.number,
        answer: isRefused ? undefined : answer,
      }
    })
  return {
    institutions,
    sendings: sendings.sort((one, other) => one.atMinute - other.atMinute),
    requests,
    faults: hasFaults ? planFaults(institutions, minutes, numbersFrom(seed ^ 0x5eed)) : [],
  }
}

/** Most send to hospitals; at night only those are awake. A PACS calls one title at a time. */
function recipientsOf(
  from: Institution,
  institutions: readonly Institution[],
  by: PlannedSending['by'],
  isNight: boolean,
  random: () => number,
): readonly number[] {
  const hospitals = institutions.filter(({ kind, number }) => kind === 'hospital' && number !== from.number)
  const isToHospital = isNight || random() < 0.65
  const first = otherThan([from], isToHospital && hospitals.length > 0 ? hospitals : institutions, random)
  const hasSecond = by === 'api' && institutions.length > 2 && random() < TWO_RECIPIENTS
  return hasSecond ? [first.number, otherThan([from, first], institutions, random).number] : [first.number]
}

function otherThan(
  not: readonly Institution[],
  institutions: readonly Institution[],
  random: () => number,
): Institution {
  const others = institutions.filter((each) => !not.includes(each))
  const chosen = others[Math.floor(random() * others.length)]
  if (chosen === undefined) throw new Error('a country has two institutions at least')
  return chosen
}

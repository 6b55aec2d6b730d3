/** The people of the demo network: who signs in with a personal certificate, and who through JTP. */
import { fictitiousIco } from './ico.ts'
import {
  bratislavaHospital,
  brnoHospital,
  type DemoInstitution,
  olomoucPractice,
  plzenHospital,
  plzenPractice,
  pragueHospital,
  pragueResearch,
  ustiAmbulance,
} from './institutions.ts'

export interface CertifiedPerson {
  readonly id: string
  /** Names its files: `people/<file>.pem`, `.key.pem`, `.p12`. */
  readonly file: string
  readonly name: string
  readonly email: string
  /** null: the operator, who belongs to the centre. */
  readonly institution: DemoInstitution | null
  readonly role: 'specialist' | 'representative'
}

export interface JtpPerson {
  readonly login: string
  readonly password: string
  readonly name: string
  readonly email: string
  /** What JTP says of the employer; it need not take part in the network. */
  readonly ico: string | null
  readonly roles: readonly string[]
  /** The mailbox that the person gets to, if any. */
  readonly institution: DemoInstitution | null
}

/** The JTP role that opens a mailbox. */
export const SPECIALIST_ROLE = 'Odborník'

/** One password for all: these accounts guard nothing, and a newcomer has one thing less to look up. */
const JTP_PASSWORD = 'epacs-demo'

function personId(serial: number): string {
  return `01940000-0000-7000-8001-${String(serial).padStart(12, '0')}`
}

function certified(
  serial: number,
  file: string,
  name: string,
  institution: DemoInstitution,
  role: CertifiedPerson['role'],
): CertifiedPerson {
  const email = institution.contacts.find((contact) => contact.name === name)?.email
  return {
    id: personId(serial),
    file,
    name,
    email: email ?? `${file}@${institution.aeTitle.toLowerCase()}.example.cz`,
    institution,
    role,
  }
}

export const operator: CertifiedPerson = {
  id: personId(1),
  file: 'provozovatel',
  name: 'Ing. Ondřej Zápotocký',
  email: 'provozovatel@epacs.example.cz',
  institution: null,
  role: 'representative',
}

/** The first one's hospital is the network's chief sender and receiver in scripts. */
export const certifiedPeople: readonly CertifiedPerson[] = [
  certified(2, 'hvezdova', 'MUDr. Jana Hvězdová', pragueHospital, 'representative'),
  certified(3, 'vetrovec', 'MUDr. Petr Větrovec', brnoHospital, 'representative'),
  certified(4, 'kucirkova', 'MUDr. Alžběta Kučírková', olomoucPractice, 'representative'),
  certified(5, 'stastny', 'MUDr. Radim Šťastný', plzenHospital, 'representative'),
  certified(6, 'kubicek', 'MUDr. Ivo Kubíček', ustiAmbulance, 'representative'),
  certified(7, 'jezkova', 'doc. Ing. Klára Ježková, Ph.D.', pragueResearch, 'representative'),
  certified(8, 'kovacik', 'MUDr. Ľuboš Kováčik', bratislavaHospital, 'representative'),
  certified(9, 'benesova', 'Mgr. Simona Benešová', pragueHospital, 'specialist'),
]

function specialist(login: string, name: string, institution: DemoInstitution): JtpPerson {
  return {
    login,
    password: JTP_PASSWORD,
    name,
    email: `${login}@${institution.aeTitle.toLowerCase()}.example.cz`,
    ico: institution.ico,
    roles: [SPECIALIST_ROLE],
    institution,
  }
}

export const jtpPeople: readonly JtpPerson[] = [
  specialist('novotna', 'MUDr. Barbora Novotná', olomoucPractice),
  specialist('dolezel', 'MUDr. Vojtěch Doležel', plzenPractice),
  specialist('horak', 'MUDr. Štěpán Horák', pragueHospital),
  specialist('cerna', 'MUDr. Zdeňka Černá', brnoHospital),
  specialist('maly', 'MUDr. Ondřej Malý', brnoHospital),
  {
    login: 'recepce',
    password: JTP_PASSWORD,
    name: 'Věra Tichá',
    email: 'recepce@navysine.example.cz',
    ico: pragueHospital.ico,
    roles: [],
    institution: null,
  },
  {
    login: 'host',
    password: JTP_PASSWORD,
    name: 'MUDr. Cyril Neznámý',
    email: 'host@jinde.example.cz',
    // A valid number, but nobody's in the network.
    ico: fictitiousIco(999),
    roles: [SPECIALIST_ROLE],
    institution: null,
  },
]

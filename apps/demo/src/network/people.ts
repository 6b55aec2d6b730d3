/** The people of the demo network: who signs in with a personal certificate, and who through JTP. */
import { fictitiousIco } from './ico.ts'
import {
  bratislavaHospital,
  brnoHospital,
  type DemoInstitution,
  newcomersHospital,
  newcomersPractice,
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
  /** null: belongs to the centre. */
  readonly institution: DemoInstitution | null
  readonly role: 'specialist' | 'representative'
  /** What the person is at the centre itself. */
  readonly centreRole?: 'operator' | 'auditor'
}

export interface JtpPerson {
  readonly login: string
  readonly password: string
  readonly name: string
  readonly email: string
  /** What JTP says of the employers; they need not take part in the network. */
  readonly icos: readonly string[]
  readonly roles: readonly string[]
  /** In the national register of health care workers. */
  readonly krzp?: string
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
  centreRole: 'operator',
}

/** Has a certificate, and is nobody's yet: for whoever tries out the form. */
export const newcomer: CertifiedPerson = {
  id: personId(11),
  file: 'novacek',
  name: 'MUDr. Rudolf Nováček',
  email: 'novacek@narynku.example.cz',
  institution: newcomersPractice,
  role: 'representative',
}

export const auditor: CertifiedPerson = {
  id: personId(10),
  file: 'auditorka',
  name: 'Mgr. Dana Přísná',
  email: 'audit@epacs.example.cz',
  institution: null,
  role: 'representative',
  centreRole: 'auditor',
}

/** Those who belong to the centre. */
export const staff: readonly CertifiedPerson[] = [operator, auditor]

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
    icos: [institution.ico],
    roles: [SPECIALIST_ROLE],
    institution,
  }
}

/** With the role, and of a hospital in the register that has no mailbox yet: the request to join begins here. */
function jtpNewcomer(login: string, name: string): JtpPerson {
  return {
    login,
    password: JTP_PASSWORD,
    name,
    email: `${login}@podkopcem.example.cz`,
    icos: [newcomersHospital.ico],
    roles: [SPECIALIST_ROLE],
    institution: null,
  }
}

/** With the role, and with a valid number that is nobody's in the network or in the register. */
function jtpStranger(login: string, name: string, ico: string): JtpPerson {
  return {
    login,
    password: JTP_PASSWORD,
    name,
    email: `${login}@jinde.example.cz`,
    icos: [ico],
    roles: [SPECIALIST_ROLE],
    institution: null,
  }
}

export const jtpPeople: readonly JtpPerson[] = [
  { ...specialist('novotna', 'MUDr. Barbora Novotná', olomoucPractice), krzp: '100000017' },
  specialist('dolezel', 'MUDr. Vojtěch Doležel', plzenPractice),
  specialist('horak', 'MUDr. Štěpán Horák', pragueHospital),
  specialist('cerna', 'MUDr. Zdeňka Černá', brnoHospital),
  specialist('maly', 'MUDr. Ondřej Malý', brnoHospital),
  specialist('zemanova', 'MUDr. Hana Zemanová', plzenHospital),
  {
    // Chooses between two mailboxes.
    ...specialist('prochazka', 'MUDr. Josef Procházka', pragueHospital),
    icos: [pragueHospital.ico, brnoHospital.ico],
  },
  jtpNewcomer('vlkova', 'MUDr. Irena Vlková'),
  jtpNewcomer('malina', 'MUDr. Ota Malina'),
  {
    login: 'recepce',
    password: JTP_PASSWORD,
    name: 'Věra Tichá',
    email: 'recepce@navysine.example.cz',
    icos: [pragueHospital.ico],
    roles: [],
    institution: null,
  },
  jtpStranger('host', 'MUDr. Cyril Neznámý', fictitiousIco(999)),
  jtpStranger('hostka', 'MUDr. Libuše Neznámá', fictitiousIco(998)),
]

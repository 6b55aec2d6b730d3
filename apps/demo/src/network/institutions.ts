/**
 * The participants of the demo network: every kind of institution in real cities, with made-up names, numbers from a
 * range that nobody has, e-mail addresses of `example.cz` (RFC 2606's idea, reserved by CZ.NIC) and phone numbers that
 * cannot be dialled. Ids never change, so that a data folder and scripts stay valid from version to version.
 */
import { fictitiousIco } from './ico.ts'

export type InstitutionKind = 'hospital' | 'outpatient' | 'specialised' | 'private-practice' | 'scientific'
export type Eligibility = 'czech-provider' | 'eu-provider' | 'accredited-body'

export interface DemoContact {
  readonly name: string
  readonly function: string
  readonly email: string
  readonly phone: string
}

export interface DemoInstitution {
  readonly id: string
  readonly name: string
  readonly kind: InstitutionKind
  readonly eligibility: Eligibility
  readonly ico: string
  /** The health insurers' number of a provider's site; scientific and foreign participants have none. */
  readonly icz: string | null
  readonly country: 'CZ' | 'SK'
  /** Of a national register outside of Czechia. */
  readonly register: 'sk-ico' | null
  readonly registerNumber: string | null
  readonly language: 'cs' | 'sk'
  readonly city: string
  readonly street: string
  readonly postalCode: string
  /** Of the town, in degrees of WGS 84: made-up streets stand nowhere. */
  readonly position: { readonly latitude: number; readonly longitude: number }
  readonly aeTitle: string
  readonly contacts: readonly DemoContact[]
}

/** `serial` is the institution's own number in the demo, from which id, IČO and IČZ follow. */
function idOf(serial: number): string {
  return `01940000-0000-7000-8000-${String(serial).padStart(12, '0')}`
}

function phone(line: number): string {
  return `+420 000 000 ${String(line).padStart(3, '0')}`
}

interface Description
  extends Omit<
    DemoInstitution,
    'id' | 'ico' | 'icz' | 'country' | 'contacts' | 'register' | 'registerNumber' | 'language'
  > {
  readonly serial: number
  readonly country?: 'SK'
  readonly mailDomain: string
  readonly contacts: readonly (readonly [name: string, position: string, mailbox: string])[]
}

function institution(description: Description): DemoInstitution {
  const { serial, mailDomain, contacts, country = 'CZ', ...rest } = description
  const isSlovak = country === 'SK'
  const hasIcz = country === 'CZ' && rest.eligibility === 'czech-provider'
  return {
    ...rest,
    country,
    id: idOf(serial),
    ico: fictitiousIco(serial),
    register: isSlovak ? 'sk-ico' : null,
    registerNumber: isSlovak ? fictitiousIco(serial) : null,
    language: isSlovak ? 'sk' : 'cs',
    icz: hasIcz ? `99000${String(serial).padStart(3, '0')}` : null,
    contacts: contacts.map(([name, position, mailbox], index) => ({
      name,
      function: position,
      email: `${mailbox}@${mailDomain}.example.cz`,
      phone: phone(serial * 10 + index),
    })),
  }
}

export const pragueHospital = institution({
  serial: 1,
  name: 'Nemocnice Na Výšině',
  kind: 'hospital',
  eligibility: 'czech-provider',
  city: 'Praha',
  street: 'Nad Vyhlídkou 1200/4',
  postalCode: '150 00',
  position: { latitude: 50.0712, longitude: 14.3962 },
  aeTitle: 'NAVYSINE',
  mailDomain: 'navysine',
  contacts: [
    ['MUDr. Jana Hvězdová', 'primářka radiologie, zástupkyně', 'hvezdova'],
    ['Bc. Tomáš Líska', 'správce PACS', 'pacs'],
  ],
})

export const brnoHospital = institution({
  serial: 2,
  name: 'Nemocnice U Tří kaštanů',
  kind: 'hospital',
  eligibility: 'czech-provider',
  city: 'Brno',
  street: 'Kaštanová alej 18',
  postalCode: '602 00',
  position: { latitude: 49.1951, longitude: 16.6068 },
  aeTitle: 'TRIKASTANY',
  mailDomain: 'trikastany',
  contacts: [
    ['MUDr. Petr Větrovec', 'vedoucí lékař zobrazovacích metod, zástupce', 'vetrovec'],
    ['Ing. Šárka Žďárová', 'informatika', 'informatika'],
  ],
})

export const plzenHospital = institution({
  serial: 3,
  name: 'Nemocnice Čtyř řek',
  kind: 'hospital',
  eligibility: 'czech-provider',
  city: 'Plzeň',
  street: 'Nábřeží Radbuzy 77',
  postalCode: '301 00',
  position: { latitude: 49.7475, longitude: 13.3776 },
  aeTitle: 'CTYRIREKY',
  mailDomain: 'ctyrireky',
  contacts: [
    ['MUDr. Radim Šťastný', 'zástupce primáře radiologie, zástupce', 'stastny'],
    ['Eva Řeháčková', 'dokumentace', 'dokumentace'],
  ],
})

export const ustiAmbulance = institution({
  serial: 4,
  name: 'Zobrazovací centrum Nad Labem',
  kind: 'outpatient',
  eligibility: 'czech-provider',
  city: 'Ústí nad Labem',
  street: 'Přívozní 9',
  postalCode: '400 01',
  position: { latitude: 50.6607, longitude: 14.0323 },
  aeTitle: 'ZOBRLABE',
  mailDomain: 'zobrazeni-labe',
  contacts: [['MUDr. Ivo Kubíček', 'vedoucí lékař, zástupce', 'kubicek']],
})

const hradecInstitute = institution({
  serial: 5,
  name: 'Odborný léčebný ústav Pod Orebem',
  kind: 'specialised',
  eligibility: 'czech-provider',
  city: 'Hradec Králové',
  street: 'Lipová 250',
  postalCode: '500 02',
  position: { latitude: 50.2092, longitude: 15.8328 },
  aeTitle: 'PODOREBEM',
  mailDomain: 'podorebem',
  contacts: [['MUDr. Ludmila Říhová', 'ředitelka, zástupkyně', 'reditelstvi']],
})

export const olomoucPractice = institution({
  serial: 6,
  name: 'MUDr. Alžběta Kučírková, neurologická ordinace',
  kind: 'private-practice',
  eligibility: 'czech-provider',
  city: 'Olomouc',
  street: 'Za Hradbami 3',
  postalCode: '779 00',
  position: { latitude: 49.5938, longitude: 17.2509 },
  aeTitle: 'KUCIRKOVA',
  mailDomain: 'kucirkova',
  contacts: [['MUDr. Alžběta Kučírková', 'lékařka, zástupkyně', 'ordinace']],
})

export const plzenPractice = institution({
  serial: 7,
  name: 'Ortopedická ordinace U Branky',
  kind: 'private-practice',
  eligibility: 'czech-provider',
  city: 'Plzeň',
  street: 'U Branky 14',
  postalCode: '301 00',
  position: { latitude: 49.7475, longitude: 13.3776 },
  aeTitle: 'UBRANKY',
  mailDomain: 'ubranky',
  contacts: [['MUDr. Vojtěch Doležel', 'lékař, zástupce', 'ordinace']],
})

export const pragueResearch = institution({
  serial: 8,
  name: 'Ústav obrazové fyziologie',
  kind: 'scientific',
  eligibility: 'accredited-body',
  city: 'Praha',
  street: 'Učená 2',
  postalCode: '128 00',
  position: { latitude: 50.0705, longitude: 14.4221 },
  aeTitle: 'OBRAZFYZ',
  mailDomain: 'uof',
  contacts: [['doc. Ing. Klára Ježková, Ph.D.', 'vedoucí laboratoře, zástupkyně', 'jezkova']],
})

export const bratislavaHospital = institution({
  serial: 9,
  name: 'Nemocnica Pri Starom prístave',
  kind: 'hospital',
  eligibility: 'eu-provider',
  country: 'SK',
  city: 'Bratislava',
  street: 'Prístavná 40',
  postalCode: '821 09',
  position: { latitude: 48.1532, longitude: 17.16 },
  aeTitle: 'STARYPRISTAV',
  mailDomain: 'starypristav',
  contacts: [['MUDr. Ľuboš Kováčik', 'primár rádiológie, zástupca', 'radiologia']],
})

const budejovicePolyclinic = institution({
  serial: 10,
  name: 'Poliklinika Na Soutoku',
  kind: 'outpatient',
  eligibility: 'czech-provider',
  city: 'České Budějovice',
  street: 'Soutoková 5',
  postalCode: '370 01',
  position: { latitude: 48.9745, longitude: 14.4743 },
  aeTitle: 'NASOUTOKU',
  mailDomain: 'nasoutoku',
  contacts: [['Mgr. Dana Vlčková', 'vedoucí provozu, zástupkyně', 'provoz']],
})

const liberecSanatorium = institution({
  serial: 11,
  name: 'Sanatorium Pod Jedlovým vrchem',
  kind: 'specialised',
  eligibility: 'czech-provider',
  city: 'Liberec',
  street: 'Jedlová 31',
  postalCode: '460 01',
  position: { latitude: 50.7671, longitude: 15.0562 },
  aeTitle: 'PODJEDLOVYM',
  mailDomain: 'podjedlovym',
  contacts: [['MUDr. Aleš Bureš', 'vedoucí lékař, zástupce', 'bures']],
})

const zlinPractice = institution({
  serial: 12,
  name: 'Plicní ordinace Na Pasekách',
  kind: 'private-practice',
  eligibility: 'czech-provider',
  city: 'Zlín',
  street: 'Paseky 88',
  postalCode: '760 01',
  position: { latitude: 49.2265, longitude: 17.6707 },
  aeTitle: 'NAPASEKACH',
  mailDomain: 'napasekach',
  contacts: [['MUDr. Hedvika Švehlová', 'lékařka, zástupkyně', 'ordinace']],
})

/** In the register, and not yet in the network. */
export const newcomersHospital = institution({
  serial: 101,
  name: 'Nemocnice Pod Kopcem',
  kind: 'hospital',
  eligibility: 'czech-provider',
  city: 'Třebíč',
  street: 'Kopcová 12',
  postalCode: '674 01',
  position: { latitude: 49.2149, longitude: 15.8817 },
  aeTitle: 'PODKOPCEM',
  mailDomain: 'podkopcem',
  contacts: [],
})

/** The same, of somebody with a certificate. */
export const newcomersPractice = institution({
  serial: 102,
  name: 'Kožní ordinace Na Rynku',
  kind: 'private-practice',
  eligibility: 'czech-provider',
  city: 'Písek',
  street: 'Rynek 7',
  postalCode: '397 01',
  position: { latitude: 49.3088, longitude: 14.1475 },
  aeTitle: 'NARYNKU',
  mailDomain: 'narynku',
  contacts: [],
})

export const institutions: readonly DemoInstitution[] = [
  pragueHospital,
  brnoHospital,
  plzenHospital,
  ustiAmbulance,
  hradecInstitute,
  olomoucPractice,
  plzenPractice,
  pragueResearch,
  bratislavaHospital,
  budejovicePolyclinic,
  liberecSanatorium,
  zlinPractice,
]

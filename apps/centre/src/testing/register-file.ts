/** Files in the form of the register's open data. */
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { checkDigit } from '@epacs/exchange'

const SHARED = resolve(process.env.EPACS_SHARED ?? join(import.meta.dirname, '../../../../../shared'))

/** A few rows as the state publishes them, with two bad ones. */
export const sampleRegisterPath = join(SHARED, 'data/nrpzs/sample.csv')

export async function sampleRegister(): Promise<Buffer> {
  return await readFile(sampleRegisterPath)
}

export const REGISTER_HEADER =
  'MistoPoskytovaniId,ZdravotnickeZarizeniId,Kod,NazevZarizeni,DruhZarizeni,Obec,Psc,Ulice,CisloDomovniOrientacni,Kraj,KrajCode,Okres,OkresCode,SpravniObvod,PoskytovatelTelefon,PoskytovatelFax,PoskytovatelEmail,PoskytovatelWeb,Ico,TypOsoby,PravniFormaKod,KrajCodeSidlo,OkresCodeSidlo,ObecSidlo,PscSidlo,UliceSidlo,CisloDomovniOrientacniSidlo,OborPece,FormaPece,DruhPece,OdbornyZastupce,Lat,Lng\n'

export function madeUpIco(number: number): string {
  const digits = String(number).padStart(7, '0')
  return `${digits}${checkDigit(digits)}`
}

/** As wide as real ones. */
export function registerRow(number: number, name = `Ordinace č. ${number}, s.r.o.`): string {
  const ico = madeUpIco(1_000_000 + (number % 900_000))
  const care = 'Radiologie a zobrazovací metody, Chirurgie, Vnitřní lékařství, Ortopedie a traumatologie'
  return `${number},8${number},000,"${name}",Samostatná ordinace lékaře specialisty,Brno,62500,Jihlavská,20,Jihomoravský kraj,CZ064,Brno-město,CZ0642,,+420 000 000 000,,info@example.cz,,${ico},právnická osoba,,CZ064,CZ0642,Brno,62500,Jihlavská,20,"${care}",ambulantní péče,,,49.1757,16.57\n`
}

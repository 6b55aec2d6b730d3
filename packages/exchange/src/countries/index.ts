/** What differs by country: registers, tax numbers, addresses. */
export { type Address, addressLines, postalCode, postalCodeExample } from './addresses.ts'
export { isOfRegister, type NationalRegister, registerNumber, registerOf, registersOf } from './registers.ts'
export { euid, vatId } from './tax-numbers.ts'
export { AREA, UNION } from './union.ts'

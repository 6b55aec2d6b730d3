/** The sending holds more instances than a package may: none of it is delivered. */
export class TooManyInstances extends Error {
  constructor(maxInstances: number) {
    super(`The sending holds more than ${maxInstances} instances.`)
    this.name = 'TooManyInstances'
  }
}

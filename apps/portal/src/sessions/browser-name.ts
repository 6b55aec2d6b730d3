/** A browser and its system out of what it calls itself (User-Agent): enough to tell one's own apart. */

const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\/(\d+)/, 'Microsoft Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\bSamsungBrowser\/(\d+)/, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/\b(?:Headless)?(?:Chrome|CriOS)\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+).*Safari\//, 'Safari'],
]

const systems: readonly (readonly [RegExp, string])[] = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

export interface BrowserName {
  readonly browser: string | undefined
  readonly system: string | undefined
}

export function browserName(agent: string): BrowserName {
  const found = browsers.find(([pattern]) => pattern.test(agent))
  const version = found?.[0].exec(agent)?.[1]
  return {
    browser: found === undefined ? undefined : `${found[1]} ${version}`,
    system: systems.find(([pattern]) => pattern.test(agent))?.[1],
  }
}

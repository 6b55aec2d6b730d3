/**
 * Mantine's theme variables as a style sheet made while building. At run time Mantine would write them into a
 * `<style>` element, which the portal's Content-Security-Policy (no `unsafe-inline`) forbids.
 */
import {
  convertCssVariables,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from '@mantine/core'
import type { Plugin } from 'vite'
import { theme } from '../src/theme/theme.ts'

const moduleName = 'virtual:mantine-variables.css'
const resolvedName = '\0mantine-variables.css'

/** What Mantine's provider would write those elements with: `main.tsx` switches it off, and nobody need load it. */
const SWITCHED_OFF = /^\.\/Mantine(CssVariables|Classes)\/(\w+)\.mjs$/
const PROVIDER = /\/MantineProvider\/MantineProvider\.mjs$/
const STAND_IN = '\0mantine-switched-off:'

export function mantineVariables(): Plugin {
  return {
    name: 'epacs-mantine-variables',
    enforce: 'pre',
    resolveId: (id, importer = '') => {
      if (id === moduleName) return resolvedName
      const [, , component] = PROVIDER.test(importer) ? (SWITCHED_OFF.exec(id) ?? []) : []
      return component === undefined ? undefined : STAND_IN + component
    },
    load: (id) => {
      if (id.startsWith(STAND_IN)) {
        const component = id.slice(STAND_IN.length)
        return `export function ${component}() { throw new Error('${component} is left out of the build') }`
      }
      if (id !== resolvedName) return undefined
      const variables = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme))
      // One colour scheme only: the dark variables would be dead weight.
      return convertCssVariables({ ...variables, dark: {} }, ':root')
    },
  }
}

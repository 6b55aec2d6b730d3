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

export function mantineVariables(): Plugin {
  return {
    name: 'epacs-mantine-variables',
    resolveId: (id) => (id === moduleName ? resolvedName : undefined),
    load: (id) => {
      if (id !== resolvedName) return undefined
      const variables = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme))
      // One colour scheme only: the dark variables would be dead weight.
      return convertCssVariables({ ...variables, dark: {} }, ':root')
    },
  }
}

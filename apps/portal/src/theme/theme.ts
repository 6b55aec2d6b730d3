/**
 * The portal's look in Mantine's terms: the blue, greys, type and corners of the Czech state's design system.
 * Also read while building (build/mantine-variables.ts), so it must not touch the browser.
 */
import { createTheme, type MantineColorsTuple } from '@mantine/core'

/** 6 is the state's blue: 6.3:1 on white. */
const blue: MantineColorsTuple = [
  '#f1f6fb',
  '#e2edf7',
  '#c5daee',
  '#9bbfe1',
  '#6a9bcd',
  '#3f7dba',
  '#2362a2',
  '#1c5189',
  '#16416e',
  '#103254',
]

const gray: MantineColorsTuple = [
  '#f6f8fa',
  '#eef1f5',
  '#e1e6ec',
  '#ced6df',
  '#b3bdc9',
  '#76828f', // borders of inputs: 3.9:1 on white
  '#5a6673',
  '#45505c',
  '#303942',
  '#1c242c',
]

const red: MantineColorsTuple = [
  '#fdf2f3',
  '#fae1e4',
  '#f3c2c8',
  '#e798a1',
  '#d86673',
  '#c94353',
  '#b8273a',
  '#9a1f30',
  '#7c1927',
  '#5f131e',
]

const green: MantineColorsTuple = [
  '#eff7f0',
  '#dceedf',
  '#b9dcbf',
  '#8cc496',
  '#5aa568',
  '#358547',
  '#23703a',
  '#1c5b2f',
  '#164825',
  '#10361b',
]

const amber: MantineColorsTuple = [
  '#fff8ea',
  '#ffefd0',
  '#fbdd9f',
  '#f3c464',
  '#d99b26',
  '#ad7310',
  '#8a5a06',
  '#714a05',
  '#583a05',
  '#412b04',
]

export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: 6,
  colors: { blue, gray, red, green, amber },
  black: '#1c242c',
  fontFamily: 'Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  fontSizes: { xs: '0.8125rem', sm: '0.9375rem', md: '1rem', lg: '1.125rem', xl: '1.25rem' },
  headings: { fontFamily: 'Roboto, "Helvetica Neue", Arial, sans-serif', fontWeight: '700' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '10px', xl: '16px' },
  defaultRadius: 'sm',
  focusClassName: 'epacs-focus',
  respectReducedMotion: true,
})

/** A page's texts come beside its code: until both are there, the page before stays on the screen. */
import i18next from 'i18next'

export const texts =
  (...features: readonly string[]) =>
  () =>
    i18next.loadNamespaces(features)

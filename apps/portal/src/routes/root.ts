/** The frame that every page stands in. */
import { createRootRoute } from '@tanstack/react-router'
import { FailurePage } from '../layout/FailurePage.tsx'
import { NotFoundPage } from '../layout/NotFoundPage.tsx'
import { Shell } from '../layout/Shell.tsx'

export const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFoundPage,
  errorComponent: FailurePage,
})

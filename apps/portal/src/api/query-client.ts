/** The cache of answers. A refusal is final; only silence and restarts are worth asking again. */
import { QueryClient } from '@tanstack/react-query'
import { isUnreachable } from './problem.ts'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => isUnreachable(error) && failures < 3,
    },
    mutations: { retry: false },
  },
})

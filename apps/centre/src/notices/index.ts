/** Who is told of what happens: people by mail, as each wishes, and programs of institutions. */
export { callAboutEvents } from './message-happenings.ts'

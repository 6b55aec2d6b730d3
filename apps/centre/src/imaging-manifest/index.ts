/** What a study of a message consists of and where its images are, for manifests of every form. */
export { describeStudy, type ManifestOrigin, retrieveLocationUid } from './describe-study.ts'
export { headOf } from './head-of.ts'
export { forgetContents, type StudyContents, studyContents } from './study-contents.ts'

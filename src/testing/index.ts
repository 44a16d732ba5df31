/**
 * The contracts as test suites: what every policy, keymap, codec and archive has to do. They run under any test
 * runner that has `describe` and `it`.
 *
 * @module
 */
export { archiveSuite } from './archive-suite.js'
export { codecSuite } from './codec-suite.js'
export { keymapSuite } from './keymap-suite.js'
export { policySuite } from './policy-suite.js'
export { SuiteFailure, type SuiteRunner } from './runner.js'
export { type SqlDriverSuiteOptions, sqlDriverSuite } from './sql-driver-suite.js'

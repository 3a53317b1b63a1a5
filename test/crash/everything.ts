import { everyCase, hundredCases } from './cases.ts'
import { seatedJobs } from './seated.ts'
import { suite } from './suite.ts'

suite([...everyCase(), ...hundredCases(100)])
seatedJobs()

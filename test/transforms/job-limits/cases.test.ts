import { goldenCases } from '../../harness/golden.ts';

goldenCases('job-limits');

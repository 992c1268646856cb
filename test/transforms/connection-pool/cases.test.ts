import { goldenCases } from '../../harness/golden.ts';

goldenCases('connection-pool');

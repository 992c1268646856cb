import { goldenCases } from '../../harness/golden.ts';

goldenCases('cluster-admin');

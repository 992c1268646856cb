import { goldenCases } from '../../harness/golden.ts';

goldenCases('alerts');

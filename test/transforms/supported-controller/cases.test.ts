import { goldenCases } from '../../harness/golden.ts';

goldenCases('supported-controller');

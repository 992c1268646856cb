import { goldenCases } from '../../harness/golden.ts';

goldenCases('resource-quota');

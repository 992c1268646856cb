import { goldenCases } from '../../harness/golden.ts';

goldenCases('internal-services');

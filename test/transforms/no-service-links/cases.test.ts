import { goldenCases } from '../../harness/golden.ts';

goldenCases('no-service-links');

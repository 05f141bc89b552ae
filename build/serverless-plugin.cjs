'use strict';
const { execFileSync } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { require: requireTypeScript } = require('tsx/cjs/api');

const root = join(__dirname, '..');

/**
 * The serverless plugin of this project: it checks the deployment's parameters before anything else, runs our own
 * esbuild build before anything is packaged or invoked, and puts our own template (build/deploy/template.ts) in the
 * place of the one that osls makes.
 */
module.exports = class Deploy {
  constructor(serverless) {
    const { createOslsHooks } = requireTypeScript('./deploy/osls-hooks.ts', __filename);
    const { prepare, lookAtAccount, replaceTemplate, serveNewest } = createOslsHooks(serverless);
    this.hooks = {
      initialize: () => inOslsWords(serverless, prepare),
      'before:package:cleanup': lookAtAccount,
      'before:package:createDeploymentArtifacts': build,
      'before:package:function:package': build,
      'before:invoke:local:invoke': () => {
        build();
        writeCommonJsDoor();
      },
      'after:aws:package:finalize:mergeCustomProviderResources': replaceTemplate,
      // Not before: the stack that osls makes first, for its bucket, has no parameters.
      'before:aws:deploy:deploy:updateStack': serveNewest,
    };
  }
};

/** Wrong parameters are the user's to mend: osls shows its own errors without a stack. */
function inOslsWords(serverless, prepare) {
  try {
    prepare();
  } catch (error) {
    throw error.name === 'DeployParameterError' ? new serverless.classes.Error(error.message, 'PARAMETERS') : error;
  }
}

function build() {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** `invoke local` can only `require`, which refuses a module that awaits while it loads. */
function writeCommonJsDoor() {
  const door = "exports.handler = async (...call) => (await import('./inject.mjs')).handler(...call);\n";
  writeFileSync(join(root, 'dist/functions/inject.cjs'), door);
}

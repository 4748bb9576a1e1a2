import type { MlflowServer } from '../../tracking/mlflow-server.js';

const SCRIPT = `
import ast, json, sys
from functools import reduce
from importlib.util import find_spec
import mlflow
import mlflow.entities

def is_there(name):
    for root in (mlflow, mlflow.entities):
        try:
            reduce(getattr, name.split("."), root)
            return True
        except AttributeError:
            pass
        except ModuleNotFoundError:
            return is_defined(*name.split("."))
    return False

def is_defined(module, function):
    """In the text of a module that needs a library which is not installed."""
    with open(find_spec(f"mlflow.{module}").origin) as file:
        return function in [getattr(node, "name", None) for node in ast.parse(file.read()).body]

print(json.dumps([name for name in json.load(sys.stdin) if not is_there(name)]))
`;

/** Which of the names MLflow's Python doesn't have: in `mlflow`, or among its entities. */
export async function unknownToMlflow(
  server: MlflowServer,
  names: readonly string[]
): Promise<unknown> {
  return JSON.parse(await server.python(SCRIPT, JSON.stringify(names))) as unknown;
}

"""Options of the program tests, and running programs ahead on every core while pytest asks for them one by one."""
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

import programs


def pytest_addoption(parser):
    group = parser.getgroup("twinhart")
    group.addoption("--target", choices=programs.TARGETS, default="rtl", help="what runs the programs (rtl, in lockstep)")
    group.addoption("--jobs", type=int, default=os.cpu_count(), help="programs at a time (every core)")
    group.addoption("--random-instructions", type=int, default=3_000_000,
                    help="instructions that random programs retire in lockstep (3000000)")


def pytest_configure(config):
    config.addinivalue_line("markers", "folders(*names): only the programs of these folders")


def pytest_generate_tests(metafunc):
    if "program" in metafunc.fixturenames:
        marker = metafunc.definition.get_closest_marker("folders")
        found = [p for p in programs.discover() if not marker or p.name.split("/")[0] in marker.args]
        metafunc.parametrize("program", found, ids=[p.name for p in found])


class Runner:
    """Builds all selected programs on the first question, and starts them, as many at a time as there are jobs."""

    def __init__(self, target, jobs, selected, to_run):
        """selected: what will be asked for built; to_run: (program, further options) that will be asked for run."""
        self.target, self.jobs, self.selected, self.to_run = target, jobs, selected, to_run
        self.pool, self.futures, self.broken = None, {}, None

    def build(self):
        """What could not be built, by name, with the reason."""
        if self.broken is None:
            self.broken = {}
            try:
                programs.build(self.selected, self.jobs)
            except RuntimeError:                           # one bad program must not hide the others
                for p in self.selected:
                    try:
                        programs.build([p], self.jobs)
                    except RuntimeError as e:
                        self.broken[p.name] = str(e)
        return self.broken

    def result(self, p, extra=()):
        if self.pool is None:
            broken = self.build()
            self.pool = ThreadPoolExecutor(self.jobs)
            for each, options in self.to_run:
                if self.target not in each.excluded and each.name not in broken:
                    self.futures[each.name, options] = self.pool.submit(programs.run_program, each, self.target, options)
        return self.futures[p.name, tuple(extra)].result()


@pytest.fixture(scope="session")
def runner(request):
    selected, to_run = {}, []
    for item in request.session.items:
        params = getattr(getattr(item, "callspec", None), "params", {})
        if "program" in params:
            selected[params["program"].name] = params["program"]
            if item.originalname == "test_program":
                to_run.append((params["program"], ()))
            elif "options" in params:
                to_run.append((params["program"], params["options"]))
    r = Runner(request.config.getoption("--target"), request.config.getoption("--jobs"), list(selected.values()), to_run)
    yield r
    if r.pool:
        r.pool.shutdown(cancel_futures=True)


@pytest.fixture
def built(program, runner):
    """The program, built; or the test fails with the compiler's words."""
    if program.name in runner.build():
        pytest.fail(runner.build()[program.name], pytrace=False)
    return program

"""Who can do what: agrees with the options one by one, and says why not."""

import pytest

import touchmap
from touchmap.eligibility import find_eligible, who_can
from touchmap.work.options import build_options
from touchmap.work.packages import build_packages


@pytest.mark.parametrize("sample", ["telecom_isp", "insurer"])
def test_a_package_is_possible_for_a_provider_if_one_of_its_options_is(sample):
    """Every standing says what the options of its packages say, and no impossible one is without a reason."""
    project = touchmap.example(sample)
    options = build_options(project, build_packages(project))
    possible = find_eligible(project, options).possible
    wanted = {
        (options.packages[o.package].package_id, party)
        for o, can in zip(options.options, possible, strict=True)
        for party in (o.provider_id, o.platform_id)
        if can and party is not None
    }
    standings = who_can(project).values()
    assert {(k, s.provider_id) for s in standings for k in s.possible} == wanted
    people = {p.provider_id for p in project.providers if not p.is_platform}
    for standing in standings:
        refused = {r.package_id for r in standing.refusals}
        if standing.provider_id in people:
            assert refused == set(standing.packages) - set(standing.possible)
        assert all(r.remedy for r in standing.refusals)


def test_who_does_the_work_today_is_known():
    """The party of today's row stands against each package of its process."""
    project = touchmap.example("telecom_isp")
    process = {d.demand_id: d.process_id for d in project.demand}
    found = who_can(project)
    for row in project.today:
        if row.provider_id:
            assert found[process[row.demand_id], row.provider_id].today

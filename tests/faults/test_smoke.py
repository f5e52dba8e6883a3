import time
from pathlib import Path
from tests.contract.conftest import *
from tests.faults.arena import arena

@pytest.mark.parametrize("kind", ["sqlite","postgres","queue"])
@pytest.mark.parametrize("face", ["discord","slack"])
async def test_smoke(kind, face, fresh, tmp_path):
    t=time.time()
    db = await fresh("sqlite" if kind=="sqlite" else "postgres")
    async with arena(tmp_path, db, kind=face, queue=kind=="queue", channels=5) as it:
        print("platform", time.time()-t)
        f = await it.plant(20)
        a = await it.start()
        print(await it.settled(f))
        v = await it.verdict(f.expected())
        print(v, time.time()-t)
        print(it.said())
        assert not v.wrong
        print(await a.leaves())

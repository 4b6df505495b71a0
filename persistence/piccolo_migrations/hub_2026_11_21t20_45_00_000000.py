from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Array
from piccolo.columns.column_types import BigInt
from piccolo.columns.column_types import Integer
from piccolo.columns.column_types import JSONB
from piccolo.columns.column_types import Text
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-21T20:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "boards, histories and reminders"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="hub", description=DESCRIPTION
    )

    manager.add_table(class_name='ReminderPlan', tablename='reminder_plan', schema=None, columns=None)

    manager.add_table(class_name='ActivitySeen', tablename='activity_seen', schema=None, columns=None)

    manager.add_table(class_name='Reminder', tablename='reminder', schema=None, columns=None)

    manager.add_table(class_name='AdvanceBoard', tablename='advance_board', schema=None, columns=None)

    manager.add_table(class_name='AdvanceValue', tablename='advance_value', schema=None, columns=None)

    manager.add_column(table_class_name='ReminderPlan', tablename='reminder_plan', column_name='org_id', db_column_name='org_id', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': True, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='ReminderPlan', tablename='reminder_plan', column_name='show', db_column_name='show', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='ReminderPlan', tablename='reminder_plan', column_name='days', db_column_name='days', column_class_name='Array', column_class=Array, params={'default': None, 'base_column': Integer(default=0, null=False, primary_key=False, unique=False, index=False, index_method=IndexMethod.btree, choices=None, db_column_name=None, secret=False), 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='ActivitySeen', tablename='activity_seen', column_name='room', db_column_name='room', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': True, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='ActivitySeen', tablename='activity_seen', column_name='person', db_column_name='person', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='ActivitySeen', tablename='activity_seen', column_name='org_id', db_column_name='org_id', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='ActivitySeen', tablename='activity_seen', column_name='seq', db_column_name='seq', column_class_name='BigInt', column_class=BigInt, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='ActivitySeen', tablename='activity_seen', column_name='at_ms', db_column_name='at_ms', column_class_name='BigInt', column_class=BigInt, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Reminder', tablename='reminder', column_name='org_id', db_column_name='org_id', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': True, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Reminder', tablename='reminder', column_name='show', db_column_name='show', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Reminder', tablename='reminder', column_name='section', db_column_name='section', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Reminder', tablename='reminder', column_name='account', db_column_name='account', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Reminder', tablename='reminder', column_name='due_day', db_column_name='due_day', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Reminder', tablename='reminder', column_name='days', db_column_name='days', column_class_name='Integer', column_class=Integer, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Reminder', tablename='reminder', column_name='made_at_ms', db_column_name='made_at_ms', column_class_name='BigInt', column_class=BigInt, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Reminder', tablename='reminder', column_name='claimed_at_ms', db_column_name='claimed_at_ms', column_class_name='BigInt', column_class=BigInt, params={'default': None, 'null': True, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Reminder', tablename='reminder', column_name='sent_at_ms', db_column_name='sent_at_ms', column_class_name='BigInt', column_class=BigInt, params={'default': None, 'null': True, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Reminder', tablename='reminder', column_name='tries', db_column_name='tries', column_class_name='Integer', column_class=Integer, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceBoard', tablename='advance_board', column_name='room', db_column_name='room', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': True, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceBoard', tablename='advance_board', column_name='org_id', db_column_name='org_id', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceBoard', tablename='advance_board', column_name='stage_band', db_column_name='stage_band', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceBoard', tablename='advance_board', column_name='stage_venue', db_column_name='stage_venue', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceBoard', tablename='advance_board', column_name='band_answered', db_column_name='band_answered', column_class_name='Integer', column_class=Integer, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceBoard', tablename='advance_board', column_name='band_total', db_column_name='band_total', column_class_name='Integer', column_class=Integer, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceBoard', tablename='advance_board', column_name='venue_answered', db_column_name='venue_answered', column_class_name='Integer', column_class=Integer, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceBoard', tablename='advance_board', column_name='venue_total', db_column_name='venue_total', column_class_name='Integer', column_class=Integer, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceBoard', tablename='advance_board', column_name='sections', db_column_name='sections', column_class_name='JSONB', column_class=JSONB, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceBoard', tablename='advance_board', column_name='marks', db_column_name='marks', column_class_name='JSONB', column_class=JSONB, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceBoard', tablename='advance_board', column_name='waits', db_column_name='waits', column_class_name='Array', column_class=Array, params={'default': None, 'base_column': Text(default='', null=False, primary_key=False, unique=False, index=False, index_method=IndexMethod.btree, choices=None, db_column_name=None, secret=False), 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceBoard', tablename='advance_board', column_name='missing', db_column_name='missing', column_class_name='Array', column_class=Array, params={'default': None, 'base_column': Text(default='', null=False, primary_key=False, unique=False, index=False, index_method=IndexMethod.btree, choices=None, db_column_name=None, secret=False), 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceBoard', tablename='advance_board', column_name='due_days', db_column_name='due_days', column_class_name='Integer', column_class=Integer, params={'default': None, 'null': True, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceBoard', tablename='advance_board', column_name='siblings', db_column_name='siblings', column_class_name='Integer', column_class=Integer, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceBoard', tablename='advance_board', column_name='revision', db_column_name='revision', column_class_name='Integer', column_class=Integer, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceBoard', tablename='advance_board', column_name='changed_at_ms', db_column_name='changed_at_ms', column_class_name='BigInt', column_class=BigInt, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceBoard', tablename='advance_board', column_name='changed_by', db_column_name='changed_by', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceBoard', tablename='advance_board', column_name='changed_name', db_column_name='changed_name', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceValue', tablename='advance_value', column_name='room', db_column_name='room', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': True, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceValue', tablename='advance_value', column_name='seq', db_column_name='seq', column_class_name='BigInt', column_class=BigInt, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceValue', tablename='advance_value', column_name='org_id', db_column_name='org_id', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceValue', tablename='advance_value', column_name='field', db_column_name='field', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceValue', tablename='advance_value', column_name='row_id', db_column_name='row_id', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceValue', tablename='advance_value', column_name='cell', db_column_name='cell', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceValue', tablename='advance_value', column_name='what', db_column_name='what', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceValue', tablename='advance_value', column_name='value', db_column_name='value', column_class_name='JSONB', column_class=JSONB, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceValue', tablename='advance_value', column_name='stamp', db_column_name='stamp', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceValue', tablename='advance_value', column_name='person', db_column_name='person', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceValue', tablename='advance_value', column_name='name', db_column_name='name', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceValue', tablename='advance_value', column_name='party', db_column_name='party', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceValue', tablename='advance_value', column_name='source', db_column_name='source', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AdvanceValue', tablename='advance_value', column_name='at_ms', db_column_name='at_ms', column_class_name='BigInt', column_class=BigInt, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Activity', tablename='activity', column_name='party', db_column_name='party', column_class_name='Text', column_class=Text, params={'default': None, 'null': True, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Activity', tablename='activity', column_name='section', db_column_name='section', column_class_name='Text', column_class=Text, params={'default': None, 'null': True, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Activity', tablename='activity', column_name='was', db_column_name='was', column_class_name='Text', column_class=Text, params={'default': None, 'null': True, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    return manager

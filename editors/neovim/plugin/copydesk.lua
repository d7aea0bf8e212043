vim.api.nvim_create_user_command('Copydesk', function(call)
  if call.args == 'start' then
    require('copydesk').start()
  else
    require('copydesk').sheet(call.args)
  end
end, {
  nargs = 1,
  desc = 'Show a sheet of the corpus, or start the server for this buffer',
  complete = function(typed)
    local words = vim.list_extend({ 'start' }, require('copydesk').sheets)
    return vim.tbl_filter(function(word)
      return vim.startswith(word, typed)
    end, words)
  end,
})
